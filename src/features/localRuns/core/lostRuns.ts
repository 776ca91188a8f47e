import type { Run } from "../../../api/schemas.ts";
import { formatDuration } from "../../../model/duration.ts";
import { isTerminal } from "../../../model/status.ts";
import { endOf, startOf, type TraceRun } from "./trace.ts";

/** In milliseconds. */
const leastSilence = 60_000;
/** A program may be silent for so many times the time of its newest step. */
const patience = 10;

/** How long the step that ended last took, in milliseconds; 0 if none has ended. */
export function newestStep(nodes: readonly TraceRun[]): number {
  let newest = { end: -Infinity, took: 0 };
  for (const node of nodes) {
    const [start, end] = [startOf(node), endOf(node)];
    if (start !== undefined && end !== undefined && end > newest.end) newest = { end, took: end - start };
  }
  return Math.max(0, newest.took);
}

/** Of a run whose program may have ended without a word. */
interface Heard {
  run: Run;
  /** In milliseconds since the epoch. */
  heardAt: number;
  /** In milliseconds. */
  newestStep: number;
}

/** When a run counts as lost if nothing more comes, in milliseconds since the epoch; `undefined` for one that has ended. */
export function lostAt({ run, heardAt, newestStep: step }: Heard): number | undefined {
  return isTerminal(run.status) ? undefined : heardAt + silence(step);
}

/** A run of which nothing came for so long that its program has ended or hangs. */
export function lostRun({ run, heardAt, newestStep: step }: Heard): Run {
  const message = `Lost: the program sent nothing for ${formatDuration(silence(step))}. It has ended, or it hangs.`;
  return { ...run, status: "failed", ended_at: new Date(heardAt).toISOString(), error: { type: "lost", message } };
}

function silence(step: number): number {
  return Math.max(leastSilence, patience * step);
}
