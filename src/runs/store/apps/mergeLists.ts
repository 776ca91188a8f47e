import type { Run } from "#api/schemas.ts";
import type { RunList } from "#runs/store/runList.ts";
import { compareRuns, queryKey, type RunQuery } from "#runs/store/runQuery.ts";
import { runInApps } from "./runOfApp.ts";

/** The list of one app for a query, as far as it was read. */
export interface AppList {
  readonly connectionId: string;
  readonly list: RunList;
  /** Whether the app can't be read. */
  readonly hasFailed: boolean;
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
 * does one that can't be read on: the list doesn't wait for an app.
 */
export function mergeLists(query: RunQuery, apps: readonly AppList[]): MergedList {
  const compare = compareRuns(query.order);
  // Of equal times the order of the apps counts. The sort is stable, so runs of one app and one time keep their order.
  const comparePlaces = (a: Placed, b: Placed): number => compare(a.run, b.run) || a.app - b.app;
  const ends = apps.flatMap(({ connectionId, list, hasFailed }, app) => {
    const run = list.runs.at(-1);
    return hasFailed || list.error || !list.isRead || !list.hasMore || !run ? [] : [{ connectionId, run, app }];
  });
  ends.sort(comparePlaces);
  const [border] = ends;
  const all = apps.flatMap(({ list }, app) => list.runs.map((run) => ({ run, app })));
  const shown = all.sort(comparePlaces).filter((place) => !border || comparePlaces(place, border) <= 0);
  const readable = apps.filter(({ hasFailed }) => !hasFailed).map(({ list }) => list);
  const failed = readable.find(({ error }) => error);
  const [retry] = readable.flatMap((list) => list.retry ?? []).sort((a, b) => b.at - a.at);
  const list = {
    key: queryKey(query),
    query,
    runs: shown.map(({ run, app }) => runInApps(run, apps[app]?.connectionId ?? "")),
    count: apps.reduce((sum, each) => sum + each.list.count, 0),
    hasMore: readable.some(({ hasMore }) => hasMore),
    isRead: readable.some(({ isRead }) => isRead) && readable.every(({ isRead, error }) => isRead || error),
    loading: readable.some(({ loading }) => loading),
    error: failed?.error,
    errorAt: failed?.errorAt,
    retry,
  };
  return { list, heldBy: ends.map(({ connectionId }) => connectionId) };
}
