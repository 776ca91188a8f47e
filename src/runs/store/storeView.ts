import { activeStatuses, isKnownStatus, isTerminal, knownStatuses } from "#model/status.ts";
import type { KnownRuns } from "./knownRuns.ts";
import type { RunFilter } from "./runFilter.ts";
import { queryOf, type RunOrder, type RunQuery } from "./runQuery.ts";

/** The view on the screen, which decides which lists are kept up to date. */
export interface StoreView {
  readonly filter: RunFilter;
  readonly order: RunOrder;
  /** Whether each status has a list of its own beside the list of all runs. */
  readonly byStatus: boolean;
}

export const wholeView: StoreView = { filter: {}, order: "newest", byStatus: true };

/** All runs of the view, newest first, where new runs are noticed. */
export function baseQuery({ filter }: StoreView): RunQuery {
  return queryOf(filter, "newest");
}

/** All runs of the view in its order. While some are active the app can't sort by end, so the newest are first. */
export function displayQuery({ filter, order }: StoreView): RunQuery {
  return queryOf(filter, order === "ended" ? "newest" : order);
}

export function statusQuery({ filter, order }: StoreView, status: string): RunQuery {
  return queryOf({ ...filter, statuses: [status] }, order === "ended" && !isTerminal(status) ? "newest" : order);
}

/** The statuses in the view: known ones, and unknown ones that were seen. */
export function viewStatuses(view: StoreView, knownRuns: KnownRuns): string[] {
  const { statuses = [] } = view.filter;
  return statuses.length > 0 ? [...statuses] : [...knownStatuses, ...unknownStatuses(knownRuns)];
}

/** All active runs, without the filter: there are few, and one request reads them all. */
export function activeQuery(knownRuns: KnownRuns): RunQuery {
  return { statuses: [...activeStatuses, ...unknownStatuses(knownRuns)], order: "newest" };
}

/** All runs that have ended, without the filter, latest first. */
export const endedQuery: RunQuery = { statuses: knownStatuses.filter(isTerminal), order: "ended" };

/** The runs of one status, without the filter, for counts outside the tree. */
export function countedQuery(status: string): RunQuery {
  return { statuses: [status], order: "newest" };
}

function unknownStatuses(knownRuns: KnownRuns): string[] {
  return [...new Set(knownRuns.runs().map(({ status }) => status))].filter((status) => !isKnownStatus(status));
}
