import type { CauseView } from "#features/insights/page/insightsViews.ts";
import { countOf } from "#model/counts.ts";
import { titleById } from "#model/shortId.ts";
import { type Cause, causeTitle } from "#runs/failures/causes.ts";

/** What people said about causes. */
export interface CauseMarks {
  isNew: (cause: Cause) => boolean;
  /** The note of a cause that was marked as known; empty without one. */
  note: (cause: Cause) => string | undefined;
}

interface CauseContext {
  marks: CauseMarks;
  /** Day and time in the reader's zone. */
  when: (time: number) => string;
}

/** New causes first, then those with most runs; known ones last. */
export function orderedCauses(causes: readonly Cause[], { isNew, note }: CauseMarks): Cause[] {
  const rank = (cause: Cause): number => (note(cause) === undefined ? (isNew(cause) ? 0 : 1) : 2);
  return causes.toSorted((a, b) => rank(a) - rank(b) || b.runs.length - a.runs.length);
}

export function causeView(cause: Cause, { marks, when }: CauseContext): CauseView {
  const { id, parts, runs, users, firstSeen, lastSeen } = cause;
  const [example] = runs;
  const note = marks.note(cause);
  return {
    id,
    title: causeTitle(cause),
    message: parts,
    runs: runs.length,
    users,
    firstSeen: firstSeen === undefined ? "" : when(firstSeen),
    lastSeen: lastSeen === undefined ? "" : when(lastSeen),
    example: { runId: example?.id ?? "", title: example ? (example.title ?? titleById(example.id)) : "" },
    isNew: note === undefined && marks.isNew(cause),
    known: note,
  };
}

/**
 * `5 causes of 53 failed runs, new ones first`.
 *
 * @param mocked how many failed runs have no cause, because somebody made their failure up
 */
export function causesDetail(causes: readonly Cause[], mocked: number): string {
  const runs = causes.reduce((sum, cause) => sum + cause.runs.length, 0);
  const leftOut = mocked === 0 ? "" : `, without ${countOf(mocked, "mocked failure")}`;
  return `${countOf(causes.length, "cause")} of ${countOf(runs, "failed run")}, new ones first${leftOut}`;
}
