import { shortId } from "../../../model/shortId.ts";
import { beganAt, type RunFacts } from "../../../runs/facts/runFacts.ts";
import { durationBetween } from "../../../runs/labels/runDuration.ts";
import type { Coverage, FoundRun } from "../core/indexTypes.ts";

/** Runs that are shown without a search: those of a cause, or behind a figure. */
export interface GivenRuns {
  connectionId: string;
  /** What they have in common: `payment_gateway_timeout in issue_refund`. */
  title: string;
  runs: readonly RunFacts[];
  /** Of the runs among which these were found. */
  coverage: Coverage;
}

/** The rows of runs, the newest first. They have no matching steps. */
export function foundRunsOf(runs: readonly RunFacts[]): FoundRun[] {
  const newestFirst = runs.toSorted((a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0));
  return newestFirst.map((run) => {
    const { id, status, title = shortId(id), startedAt, endedAt, user, session, error } = run;
    const duration = durationBetween(startedAt, endedAt);
    const others = { began: beganAt(run), ended: endedAt, duration, user, session, error };
    return { id, status, title, ...others, values: [], steps: [], moreSteps: 0 };
  });
}
