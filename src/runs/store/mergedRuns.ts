import type { Run } from "#api/schemas.ts";
import { compareTimes, startOf } from "#model/runOrder.ts";
import type { RunList } from "./runList.ts";

/** The list of one app, newest first, as far as it was read. */
export interface AppList {
  readonly connectionId: string;
  readonly list: RunList;
  /** Whether it couldn't be read, also while that is tried again. */
  readonly hasFailed: boolean;
}

export interface MergedRun {
  readonly connectionId: string;
  readonly run: Run;
}

export interface MergedRuns {
  /** Newest first; of those with equal times, in the order of their apps. */
  readonly runs: readonly MergedRun[];
  /** The apps that hold back older runs of the others: they may have newer ones. The next one to read is the first. */
  readonly heldBy: readonly string[];
}

/** A place in the merged order: a time, and the place of the app. */
interface Place {
  readonly time: number;
  readonly app: number;
}

/**
 * Merges the lists of several apps. A run is in it once every app that may have a newer one has been read that far, so
 * that no page ever brings a run above one that is there. An app that failed holds back nothing.
 */
export function mergeRuns(apps: readonly AppList[]): MergedRuns {
  const ends = apps.flatMap(({ connectionId, list, hasFailed }, app) => {
    const isWhole = list.isRead && !list.hasMore;
    return isWhole || hasFailed ? [] : [{ connectionId, app, time: endOf(list) }];
  });
  ends.sort(comparePlaces);
  const [border] = ends;
  const placed = apps.flatMap(({ connectionId, list: { runs } }, app) =>
    runs.map((run) => ({ connectionId, run, time: startOf(run), app })),
  );
  // The sort is stable, so that runs of one app and one time keep their order.
  const shown = placed.sort(comparePlaces).filter((run) => !border || comparePlaces(run, border) <= 0);
  return {
    runs: shown.map(({ connectionId, run }) => ({ connectionId, run })),
    heldBy: ends.map(({ connectionId }) => connectionId),
  };
}

/** How far a list was read: to the time of its last run. One that wasn't read may have the newest run of all. */
function endOf({ isRead, runs }: RunList): number {
  const last = runs.at(-1);
  return isRead && last ? startOf(last) : Infinity;
}

/** Negative for the place that comes first. */
function comparePlaces(a: Place, b: Place): number {
  return compareTimes(b.time, a.time) || a.app - b.app;
}
