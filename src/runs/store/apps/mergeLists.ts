import type { Run } from "#api/schemas.ts";
import { isTerminal } from "#model/status.ts";
import type { RunList } from "#runs/store/runList.ts";
import { compareRuns, queryKey, type RunQuery } from "#runs/store/runQuery.ts";
import { runInApps } from "./runOfApp.ts";

/** The list of one app for a query, as far as it was read. */
export interface AppList {
  readonly connectionId: string;
  readonly list: RunList;
  /** Whether the app can't be read. */
  readonly hasFailed: boolean;
  /** The app's newest runs of any status, if they were read before this list: it has its own of these. */
  readonly newest?: RunList | undefined;
}

export interface MergedList {
  readonly list: RunList;
  /** The apps that hold back runs of the others: they may have runs before those. The next one to read is the first. */
  readonly heldBy: readonly string[];
}

/** A run, with its place among the apps. */
interface Placed {
  readonly run: Run;
  readonly app: number;
}

/**
 * Merges the lists of several apps for a query. A run is in it once every app that may have one before it was read that
 * far, so that no page ever brings a run above one that is there. An app that wasn't read at all holds back nothing, nor
 * does one that can't be read on: the list doesn't wait for an app. Nor does an active run wait: somebody may wait for it.
 */
export function mergeLists(query: RunQuery, apps: readonly AppList[]): MergedList {
  const compare = compareRuns(query.order);
  // Of equal times the order of the apps counts. The sort is stable, so runs of one app and one time keep their order.
  const comparePlaces = (a: Placed, b: Placed): number => compare(a.run, b.run) || a.app - b.app;
  const ends = apps.flatMap((each, app) => {
    const run = each.hasFailed || each.list.error ? undefined : endOf(each, query);
    return run ? [{ connectionId: each.connectionId, run, app }] : [];
  });
  ends.sort(comparePlaces);
  const [border] = ends;
  const all = apps.flatMap(({ list }, app) => list.runs.map((run) => ({ run, app })));
  const shown = all.sort(comparePlaces).filter((place) => !border || comparePlaces(place, border) <= 0);
  const responding = apps.filter(({ hasFailed }) => !hasFailed);
  const readable = responding.map(({ list }) => list);
  const isReadInPart = responding.some(({ list, newest }) => list.isRead || newest);
  const failed = readable.find(({ error }) => error);
  const [retry] = readable.flatMap((list) => list.retry ?? []).sort((a, b) => b.at - a.at);
  const list = {
    key: queryKey(query),
    query,
    runs: shown.map(({ run, app }) => runInApps(run, apps[app]?.connectionId ?? "")),
    count: apps.reduce((sum, each) => sum + each.list.count, 0),
    hasMore: responding.some((each) => each.list.hasMore || newestOf(each, query)?.hasMore),
    isRead: readable.some(({ isRead }) => isRead) && readable.every(({ isRead, error }) => isRead || error),
    isReadInPart,
    loading: readable.some(({ loading }) => loading),
    error: failed?.error,
    errorAt: failed?.errorAt,
    retry,
  };
  return { list, heldBy: ends.map(({ connectionId }) => connectionId) };
}

/** The last run before those that an app hasn't told yet; `undefined` if there are none, or nobody knows where. */
function endOf(app: AppList, query: RunQuery): Run | undefined {
  const read = app.list.isRead ? app.list : query.order === "newest" ? newestOf(app, query) : undefined;
  return read?.hasMore ? read.runs.at(-1) : undefined;
}

/** The runs of which a list of ended runs that wasn't read has its own. */
function newestOf({ list, newest }: AppList, { statuses }: RunQuery): RunList | undefined {
  return !list.isRead && statuses.length > 0 && statuses.every(isTerminal) ? newest : undefined;
}
