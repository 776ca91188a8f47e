import type { FoundRun } from "#features/search/core/indexTypes.ts";
import type { RunIndex } from "#features/search/core/runIndex.ts";
import { leavesOutSteps, type Query } from "#runs/query/queryTypes.ts";

/** The runs of a search that are shown. */
export interface ShownRuns {
  query: Query;
  runs: readonly FoundRun[];
  /** The number of the last one in the index; absent where nothing was found. */
  last?: number;
}

/** How many runs match now, and what of that the shown runs don't show. */
export interface MatchCounts {
  count: number;
  /** How many belong between the shown runs, or above them. */
  newer: number;
  /** How many of the shown runs match no more. */
  gone: number;
  /** How many of the matches may have what a term leaves out, because their steps aren't known. */
  stepless: number;
}

/** What is known of matches that are older than the shown runs: those that follow, and where the next page begins. */
export interface OlderMatches {
  runs: readonly FoundRun[];
  last: number | undefined;
  next: number | undefined;
}

type CountingIndex = Pick<RunIndex, "search" | "count" | "countFrom" | "countOf" | "countStepless">;

/** What has changed in the index since the runs were found. Counted by number, because the runs themselves stay. */
export async function laterMatches(
  index: CountingIndex,
  { query, runs, last }: ShownRuns,
  pageSize: number,
): Promise<{ counts: MatchCounts; older: OlderMatches }> {
  const ids = runs.map(({ id }) => id);
  const [count, above, still, stepless] = await Promise.all([
    index.count(query),
    last === undefined ? 0 : index.countFrom(query, last),
    index.countOf(query, ids),
    leavesOutSteps(query) ? index.countStepless(query) : 0,
  ]);
  const counts = { count, newer: Math.max(0, above - still), gone: ids.length - still, stepless };
  const room = pageSize - ids.length;
  if (last === undefined || count <= above) return { counts, older: { runs: [], last, next: undefined } };
  if (room <= 0) return { counts, older: { runs: [], last, next: last } };
  const page = await index.search(query, { before: last, runs: room });
  const knownIds = new Set(ids);
  const others = page.runs.filter(({ id }) => !knownIds.has(id));
  return { counts, older: { runs: others, last: page.last ?? last, next: page.next } };
}
