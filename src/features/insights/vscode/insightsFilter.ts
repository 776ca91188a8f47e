import type { RunIndex } from "#features/search/core/runIndex.ts";
import type { SearchedIndex } from "#features/search/vscode/searchInput.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { originNames, runOrigins } from "#model/runOrigin.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { divideQuery, knownNames } from "#runs/query/queryOnFacts.ts";
import { leavesOutSteps, type Query } from "#runs/query/queryTypes.ts";

/** What the filter asks the local index, if there is one. */
export type FilterIndex = Pick<RunIndex, "ids" | "values">;

/** A filter of Insights: a search among the runs that Insights knows. */
export interface InsightsFilter {
  test: (run: RunFacts) => boolean;
  /** Whether a run was left out because its events, in which words and fields are looked up, weren't read. */
  isUnread: (run: RunFacts) => boolean;
  leavesOutSteps?: boolean;
  /** Whether it names what started a run, so that none is left out for that. */
  namesOrigin?: boolean;
  /** Why the filter isn't used. */
  problem?: string;
  /** The filter as it may be meant, the likeliest first. */
  fixes?: readonly string[];
}

/** The filter that leaves out no run. */
export const everyRun: InsightsFilter = { test: () => true, isUnread: () => false };

/** Reads a filter in the language of *Search Runs…*. Words and fields are looked up in the index. */
export async function readFilter(
  text: string,
  now: number,
  index: Pick<FilterIndex, "ids"> | undefined,
): Promise<InsightsFilter> {
  const query = parseQuery(text, now);
  const { test, rest } = divideQuery(query);
  const problem = problemOf(query, rest.length > 0 && !index);
  if (problem !== undefined)
    return { ...everyRun, problem: `${problem} All runs are shown.`, fixes: query.problems[0]?.fixes };
  const namesOrigin = query.terms.some((term) => term.kind === "name" && term.key === "from");
  const known = { namesOrigin, leavesOutSteps: leavesOutSteps(query) };
  if (rest.length === 0 || !index) return { ...everyRun, ...known, test };
  const found = new Set(await index.ids({ terms: rest }));
  return {
    test: (run) => found.has(run.id) && test(run),
    isUnread: (run) => !run.hasEvents && !found.has(run.id) && test(run),
    ...known,
  };
}

function problemOf({ problems, terms }: Query, needsIndex: boolean): string | undefined {
  const [problem] = problems;
  if (problem) return problem.message;
  if (terms.some((term) => term.kind === "name" && term.key === "connection"))
    return "Insights shows the runs of one app. Use Search Runs… to search another connection.";
  if (!needsIndex) return undefined;
  return (
    "Word and field filters need the local index, which is off or can't be used here. " +
    "Use a key instead, such as status: or user:."
  );
}

/**
 * Says how many runs of the range were left out because nothing is known of their words and fields, and how many are
 * counted although their steps may have what the filter leaves out.
 *
 * @returns `undefined` if there are none
 */
export function unsureNote(leftOut: number, counted: number): string | undefined {
  const notes = [
    leftOut === 0
      ? ""
      : `${countOf(leftOut, "run is", "runs are")} left out: word and field filters need indexed runs.`,
    counted === 0
      ? ""
      : `${countOf(counted, "run without loaded steps is", "runs without loaded steps are")} counted, too.`,
  ];
  return notes.filter(Boolean).join(" ") || undefined;
}

/**
 * `37 runs of golden tests and 5 of agents are left out.`
 *
 * @returns `undefined` if there are none
 */
export function machinesNote(runs: readonly RunFacts[], areCounted: boolean): string | undefined {
  const counts = runOrigins.map((origin) => ({ origin, count: runs.filter(({ from }) => from === origin).length }));
  const [first, ...others] = counts.filter(({ count }) => count > 0);
  if (!first) return undefined;
  const rest = others.map(({ origin, count }) => `${formatCount(count)} of ${originNames[origin]}`);
  const parts = [`${countOf(first.count, "run")} of ${originNames[first.origin]}`, ...rest];
  const verb = runs.length === 1 ? "is" : "are";
  return `${parts.join(" and ")} ${verb} ${areCounted ? "counted, too" : "left out"}.`;
}

/** The runs that Insights knows, as the input of searches asks for them. */
export function filteredFacts(facts: readonly RunFacts[], index: FilterIndex | undefined): SearchedIndex {
  return {
    count: async ({ text }) => facts.filter((await readFilter(text, Date.now(), index)).test).length,
    coverage: async () => ({ indexed: facts.length }),
    values: async (key, beginning, limit) =>
      knownNames(facts, key, beginning ?? "") ?? (await index?.values(key, beginning, limit)) ?? [],
  };
}
