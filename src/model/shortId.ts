import { shortened } from "#base/text/oneLine.ts";

const maxWholeLength = 13;
const firstOfUuid = /^[0-9a-f]{8}(?=-)/i;

/** An id as people see it: the first part of a UUID, a short id in full, the beginning of any other. */
export function shortId(id: string): string {
  const [first] = firstOfUuid.exec(id) ?? [];
  return first ?? shortened(id, maxWholeLength);
}

/** How people see a run that has no text of its own, or of which only the id is known: *Run 7f0e2b1c*. */
export function titleById(runId: string): string {
  return `Run ${shortId(runId)}`;
}

/** Whether an id can become a part of a path. */
export function isRunId(id: string): boolean {
  return /^[\w-]{1,128}$/.test(id);
}

/** The first eight characters of an id, for the name of a file. */
export function idInFileName(id: string): string {
  return id.slice(0, 8);
}
