import type { ListRunsQuery } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { parseTime } from "#model/isoTime.ts";
import { compareTimes } from "#model/runOrder.ts";
import type { RunFilter } from "./runFilter.ts";

/** An order that the API offers: by start, newest or oldest first, or by end, latest first. */
export type RunOrder = "newest" | "oldest" | "ended";

/** A set of runs by their ids, in the order in which they became known. It may grow. */
export interface RunSet {
  readonly id: string;
  readonly ids: Set<string>;
}

/** A list that the API can return, with its own parameters for filter and order. */
export interface RunQuery {
  /** Empty for all. */
  readonly statuses: readonly string[];
  readonly userId?: string;
  readonly sessionId?: string;
  /** Only these runs. The API has no such parameter, so they are read one by one. */
  readonly within?: RunSet;
  readonly order: RunOrder;
}

const sortOf: Record<RunOrder, string> = { newest: "-started_at", oldest: "started_at", ended: "-ended_at" };

/** The API's parameters for a query, without the page. */
export function queryParameters({ statuses, userId, sessionId, order }: RunQuery): ListRunsQuery {
  return {
    status: statuses.length > 0 ? statuses : undefined,
    user_id: userId,
    session_id: sessionId,
    sort: sortOf[order],
  };
}

/** The part of a filter that the API supports. */
export function queryOf({ statuses = [], userId, sessionId }: RunFilter, order: RunOrder): RunQuery {
  return { statuses, userId: userId || undefined, sessionId: sessionId || undefined, order };
}

/** A key that is equal for equal queries. */
export function queryKey({ statuses, userId, sessionId, within, order }: RunQuery): string {
  return JSON.stringify([
    [...statuses].sort(),
    userId ?? null,
    sessionId ?? null,
    order,
    ...(within ? [within.id] : []),
  ]);
}

export function belongs(run: Run, { statuses, userId, sessionId, within }: RunQuery): boolean {
  return (
    (within === undefined || within.ids.has(run.id)) &&
    (statuses.length === 0 || statuses.includes(run.status)) &&
    (userId === undefined || run.user_id === userId) &&
    (sessionId === undefined || run.session_id === sessionId)
  );
}

/** The time that the order uses, in milliseconds since the epoch; `undefined` for a run without it. */
export function orderTime(run: Run, order: RunOrder): number | undefined {
  return parseTime(order === "ended" ? run.ended_at : run.started_at);
}

/** Runs without the time count as the latest. Of those with equal times, the app's own order counts. */
export function compareRuns(order: RunOrder): (a: Run, b: Run) => number {
  const sign = order === "oldest" ? 1 : -1;
  return (a, b) => sign * compareTimes(orderTime(a, order), orderTime(b, order));
}
