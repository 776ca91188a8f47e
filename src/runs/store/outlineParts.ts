import type { Run } from "../../api/schemas.ts";
import { parseTime } from "../../model/isoTime.ts";
import { isoDay } from "../../model/times.ts";
import type { GroupBy, RunsLayout } from "./filters/runFilter.ts";
import type { RunOrder } from "./runQuery.ts";

/** The order of the lists that a layout reads. */
export function orderOf(sortBy: RunsLayout["sortBy"]): RunOrder {
  return sortBy === "duration" ? "newest" : sortBy;
}

/** The app can't sort by end while some runs are active, so only the loaded ones are sorted. */
export function mixedOrder(order: RunOrder): RunOrder {
  return order === "ended" ? "newest" : order;
}

/** The group of a run; empty for none. */
export function partOf(run: Run, groupBy: Exclude<GroupBy, "cause">): string {
  switch (groupBy) {
    case "status":
      return run.status;
    case "user":
      return run.user_id ?? "";
    case "session":
      return run.session_id ?? "";
    case "day": {
      const started = parseTime(run.started_at);
      return started === undefined ? "" : isoDay(new Date(started));
    }
  }
}

/** Milliseconds since the epoch; a run that has not started comes last. */
export function startOf(run: Run): number {
  return parseTime(run.started_at) ?? Infinity;
}

/** Milliseconds since the epoch; a run that has not ended comes last. */
export function endOf(run: Run): number {
  return parseTime(run.ended_at) ?? Infinity;
}
