import type { Run } from "../../../api/schemas.ts";
import type { TraceRun } from "./trace.ts";

/** A run of a program in the form of the Runs API. Its field `trace` marks it as local. */
export function toRun(root: TraceRun, all: readonly TraceRun[]): Run {
  return {
    id: root.id,
    status: statusOf(root),
    started_at: root.start_time,
    ended_at: root.end_time,
    input: root.input,
    output: root.output,
    error: root.error,
    trace: { nodes: all.length },
  };
}

/** The status that the Runs API has for a trace's. One that we don't know stays. */
function statusOf({ status }: TraceRun): string {
  if (status === null || status === undefined) return "started";
  return status === "succeeded" ? "completed" : status;
}
