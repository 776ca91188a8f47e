import { isKnownStatus, isTerminal, knownStatuses } from "../../model/status.ts";
import type { RunFilter } from "./filters/runFilter.ts";
import type { KnownRuns } from "./knownRuns.ts";
import { queryOf, type RunOrder, type RunQuery } from "./runQuery.ts";

/** What is looked at: it decides which lists are kept up to date. */
export interface StoreView {
  readonly filter: RunFilter;
  readonly order: RunOrder;
  /** A list for each status, beside the one of all. */
  readonly byStatus: boolean;
}

export const wholeView: StoreView = { filter: {}, order: "newest", byStatus: true };

const activeStatuses = knownStatuses.filter((status) => !isTerminal(status));

/** All runs of the view, newest first: what changes is noticed there. */
export function baseQuery({ filter }: StoreView): RunQuery {
  return queryOf(filter, "newest");
}

/**
 * All runs of the view in its order. A list in which some have not ended cannot be sorted by end: newest first, then.
 */
export function displayQuery({ filter, order }: StoreView): RunQuery {
  return queryOf(filter, order === "ended" ? "newest" : order);
}

export function statusQuery({ filter, order }: StoreView, status: string): RunQuery {
  return queryOf({ ...filter, statuses: [status] }, order === "ended" && !isTerminal(status) ? "newest" : order);
}

/** The statuses that the view can show: known ones, and unknown ones that were seen. */
export function viewStatuses(view: StoreView, knownRuns: KnownRuns): string[] {
  const { statuses = [] } = view.filter;
  return statuses.length > 0 ? [...statuses] : [...knownStatuses, ...unknownStatuses(knownRuns)];
}

/** Every run that has not ended, whatever the filter: there are few, and one request reads them all. */
export function activeQuery(knownRuns: KnownRuns): RunQuery {
  return { statuses: [...activeStatuses, ...unknownStatuses(knownRuns)], order: "newest" };
}

/** What has ended, whatever the filter, latest first. */
export const endedQuery: RunQuery = { statuses: knownStatuses.filter(isTerminal), order: "ended" };

/** The runs of one status, whatever the filter: what is counted outside of the tree. */
export function countedQuery(status: string): RunQuery {
  return { statuses: [status], order: "newest" };
}

function unknownStatuses(knownRuns: KnownRuns): string[] {
  return [...new Set(knownRuns.runs().map(({ status }) => status))].filter((status) => !isKnownStatus(status));
}
