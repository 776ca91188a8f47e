import { type Coverage, searchedRuns } from "#features/search/core/indexTypes.ts";
import type { RunIndex } from "#features/search/core/runIndex.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { completeQuery, type QueryCompletions } from "#runs/query/completeQuery.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import type { Query } from "#runs/query/queryTypes.ts";

export type InputRow =
  | { kind: "separator"; label: string }
  /** Enter searches. */
  | { kind: "search"; label: string; description: string }
  /** Enter replaces the text. */
  | {
      kind: "completion";
      icon: "symbol-property" | "symbol-value" | "lightbulb";
      label: string;
      description: string;
      text: string;
    }
  | { kind: "recent"; label: string; text: string }
  /** Enter does nothing: the text has to be changed. */
  | { kind: "problem"; label: string; description: string };

/** What the quick input shows for a typed text. */
export interface SearchInput {
  title: string;
  rows: readonly InputRow[];
  active: InputRow | undefined;
  /** Whether Escape closes the completions first. */
  hasCompletions: boolean;
  /** How many runs match; 0 also for a text that can't be searched for. */
  matches: number;
}

/** The index in which a query is counted and completed. */
export type SearchedIndex = Pick<RunIndex, "count" | "coverage" | "values">;

export interface InputSources {
  /** What the search is for: *Search Runs*. */
  title: string;
  /** The index of the active app. */
  index: SearchedIndex;
  /** The index of the app that a search names with `connection:`; `undefined` if there is no such connection. */
  indexOf: (connection: string) => SearchedIndex | undefined;
  /** The last searches, the newest first. */
  recent: readonly string[];
  /** The names of all connections, for `connection:`. */
  connections: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
  /** Whether completions are shown: all keys after Ctrl+Space, none after Escape. */
  completions: "typed" | "keys" | "closed";
}

/** How many of each kind are offered. The list scrolls; the fields of inputs and outputs come after the other keys. */
const maxOffered = { completions: 40, recent: 5 };

/** The rows for a text whose end has the caret. */
export async function searchInput(text: string, given: InputSources): Promise<SearchInput> {
  const { now, title } = given;
  const query = parseQuery(text, now);
  const index = namedIndex(query, given) ?? given.index;
  const sources = { ...given, index };
  const isEmpty = query.terms.length === 0 && query.problems.length === 0;
  const count = async (): Promise<number> => (query.problems.length > 0 || isEmpty ? 0 : index.count(query));
  const [matches, coverage, completions] = await Promise.all([count(), index.coverage(), completionsAt(text, sources)]);
  const search = isEmpty ? undefined : searchRow(query, matches, coverage);
  const offered = completions.items.slice(0, maxOffered.completions).map((item): InputRow & { kind: "completion" } => ({
    kind: "completion",
    icon: item.kind === "key" ? "symbol-property" : "symbol-value",
    label: `${item.kind === "value" ? wordBefore(text, completions.start) : ""}${item.label}`,
    description: [item.detail, item.runs === undefined ? "" : countOf(item.runs, "run")].filter(Boolean).join(" · "),
    text: `${text.slice(0, completions.start)}${item.insert}${text.slice(completions.end)}`,
  }));
  const otherRows = offered.filter((row) => row.text !== text);
  const recent = recentRows(text, sources);
  const fixes = (query.problems[0]?.fixes ?? []).map((fix): InputRow => ({
    kind: "completion",
    icon: "lightbulb",
    label: fix,
    description: "",
    text: fix,
  }));
  const rows: InputRow[] = [
    ...(search ? [search] : []),
    ...withSeparator("Did you mean", fixes),
    ...withSeparator(isEmpty ? "keys" : "completions", otherRows),
    ...withSeparator("recent", recent),
  ];
  // A name that is only like the typed one is never taken by Enter alone.
  const continued = otherRows.find((row) => row.text.toLowerCase().startsWith(text.toLowerCase()));
  const first = search?.kind === "search" && matches > 0 ? search : (continued ?? fixes[0] ?? search ?? recent[0]);
  const searched = searchedRuns(coverage);
  return {
    title: isEmpty ? title : `${title}: ${formatCount(matches)} of ${formatCount(searched)} match`,
    rows,
    active: first,
    hasCompletions: otherRows.length > 0,
    matches,
  };
}

/** Whether Enter can search for a text. */
export function isQuery(text: string): boolean {
  const { terms, problems } = parseQuery(text, 0);
  return terms.length > 0 && problems.length === 0;
}

function namedIndex({ terms }: Query, { indexOf }: InputSources): SearchedIndex | undefined {
  const [name, ...others] = namedConnections(terms);
  return name !== undefined && others.length === 0 ? indexOf(name) : undefined;
}

/** The connections that a search names with `connection:`. */
export function namedConnections(terms: Query["terms"]): string[] {
  const term = terms.find((each) => each.kind === "name" && each.key === "connection" && !each.not);
  return term?.kind === "name" ? term.values.map(({ text }) => text) : [];
}

/** What is shown before anything is typed. */
export function placeholderOf(coverage: Coverage): string {
  return `Words, "phrases", tool:issue_refund, input.amount:>1000 in ${countOf(searchedRuns(coverage), "run")}`;
}

function searchRow(query: Query, matches: number, coverage: Coverage): InputRow {
  const [problem] = query.problems;
  if (problem) {
    return { kind: "problem", label: problem.message, description: query.text.slice(problem.start, problem.end) };
  }
  const label = matches === 0 ? "No Run Matches" : `Show ${formatCount(matches)} ${matches === 1 ? "Run" : "Runs"}`;
  return { kind: "search", label, description: `in ${countOf(searchedRuns(coverage), "run")}` };
}

async function completionsAt(text: string, sources: InputSources): Promise<QueryCompletions> {
  const { index, connections, completions } = sources;
  const end = text.length;
  if (completions === "closed") return { start: end, end, items: [] };
  const read = async (key: string, beginning: string) => {
    if (key !== "connection") return index.values(key, beginning, maxOffered.completions);
    const names = connections.filter((name) => name.toLowerCase().startsWith(beginning.toLowerCase()));
    return names.map((name) => ({ text: name, runs: 0 }));
  };
  if (completions === "typed") {
    const found = await completeQuery(text, end, read);
    return { ...found, items: found.items.map((item) => (item.runs === 0 ? { ...item, runs: undefined } : item)) };
  }
  // A new term begins after the text.
  const space = text === "" || text.endsWith(" ") ? "" : " ";
  const keys = await completeQuery("", 0, read);
  return { start: end, end, items: keys.items.map((item) => ({ ...item, insert: `${space}${item.insert}` })) };
}

/** The key of a value that is being completed: `tool:`. */
function wordBefore(text: string, start: number): string {
  let from = start;
  while (from > 0 && /\S/.test(text.charAt(from - 1))) from -= 1;
  return text.slice(from, start);
}

function recentRows(text: string, { recent, completions }: InputSources): InputRow[] {
  if (completions === "keys") return [];
  const beginning = text.trim().toLowerCase();
  const others = recent.filter((each) => each !== text.trim() && each.toLowerCase().includes(beginning));
  return others.slice(0, maxOffered.recent).map((each) => ({ kind: "recent", label: each, text: each }));
}

function withSeparator(label: string, rows: readonly InputRow[]): InputRow[] {
  return rows.length === 0 ? [] : [{ kind: "separator", label }, ...rows];
}
