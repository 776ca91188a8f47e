import { type Coverage, searchedRuns } from "#features/search/core/indexTypes.ts";
import type { RunIndex } from "#features/search/core/runIndex.ts";
import type { TimeRange } from "#model/timeRanges.ts";
import { rangeStart } from "#runs/facts/buckets.ts";

export interface NextLoad {
  range: TimeRange;
  /** Milliseconds since the epoch; `-Infinity` for all runs. */
  since: number;
  /** How many runs have to be read, if it is known. */
  runs?: number;
}

const firstRange: TimeRange = "30d";

/** When a range begins, in milliseconds since the epoch; `-Infinity` for all runs. */
export function startOf(range: TimeRange, now: number): number {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return rangeStart(range, now, timeZone) ?? -Infinity;
}

/** What a search offers to load: 30 days, then all runs. @returns `undefined` when the index has them all */
export async function nextLoad(
  index: Pick<RunIndex, "unread">,
  coverage: Coverage,
  now: number,
): Promise<NextLoad | undefined> {
  const { indexed, listed = 0, unread = 0, back = Infinity, total } = coverage;
  const since = startOf(firstRange, now);
  const isWhole = back === 0 || (total !== undefined && total <= searchedRuns(coverage));
  const recent = await index.unread(since);
  if (recent > 0 || (back > since && !isWhole)) return { range: firstRange, since, runs: isWhole ? recent : undefined };
  if (isWhole && unread === 0) return undefined;
  // A run that goes on can't be loaded.
  const runs = isWhole ? unread : Math.max(unread, (total ?? 0) - indexed - (listed - unread));
  return { range: "all", since: -Infinity, runs: runs > 0 ? runs : undefined };
}
