import type { RunEvent } from "../../../api/schemas.ts";
import type { TraceRun } from "./trace.ts";

/**
 * The events of a run of a program, as its app would have streamed them, so that the story, the search, the comparison
 * and the exports need to know nothing of traces.
 *
 * @param all may also hold nodes of other runs
 */
export function toEvents(root: TraceRun, _all: readonly TraceRun[]): RunEvent[] {
  return [{ id: root.id, type: "run.started", sequence: 1, timestamp: root.start_time }];
}
