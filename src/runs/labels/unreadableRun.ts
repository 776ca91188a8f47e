import type { Run } from "#api/schemas.ts";
import { unreadableOf } from "#api/unreadable.ts";

export { hasNoId } from "#api/unreadable.ts";

/** The problem with a run, as a part of a sentence; `undefined` for a run that matches the Runs API. */
export function problemOf(run: Run): string | undefined {
  const problem = unreadableOf(run)?.problem;
  return problem === undefined ? undefined : `can't be read (${problem})`;
}
