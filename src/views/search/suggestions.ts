import { nearest } from "../../base/text/nearest.ts";
import { parseQuery } from "../../runs/search/query/parseQuery.ts";
import type { Query, QueryTerm } from "../../runs/search/query/queryTypes.ts";
import type { RunIndex } from "../../runs/search/runIndex.ts";
import type { Suggestion } from "./searchNodes.ts";

const most = 3;
/** Enough to find the name that was meant among those of most runs. */
const mostNames = 500;

type Index = Pick<RunIndex, "count" | "values">;

/** Searches like one that found nothing, which find something: with a name that exists, or without one of its terms. */
export async function suggestionsFor(index: Index, query: Query, now: number): Promise<Suggestion[]> {
  const found: Suggestion[] = [];
  const offer = async (suggestion: Omit<Suggestion, "runs">): Promise<void> => {
    if (found.length >= most || found.some((each) => each.query === suggestion.query)) return;
    const wanted = parseQuery(suggestion.query, now);
    if (wanted.problems.length > 0 || wanted.terms.length === 0) return;
    const runs = await index.count(wanted);
    if (runs > 0) found.push({ ...suggestion, runs });
  };
  for (const term of query.terms) {
    const name = await meantName(index, term);
    if (name !== undefined) await offer(insteadOf(query, term, name));
  }
  for (const term of query.terms) await offer(withoutTerm(query, term));
  return found;
}

async function meantName(index: Index, term: QueryTerm): Promise<string | undefined> {
  if (term.kind !== "name" || term.not || term.key === "connection") return undefined;
  const [pattern, ...others] = term.values;
  if (!pattern || pattern.hasWildcards || others.length > 0) return undefined;
  const known = (await index.values(term.key, "", mostNames)).map(({ text }) => text);
  return known.includes(pattern.text) ? undefined : nearest(pattern.text, known);
}

function insteadOf({ text }: Query, term: QueryTerm, name: string): Omit<Suggestion, "runs"> {
  const key = term.kind === "name" ? term.key : "";
  const written = `${key}:${/[\s,*"]/.test(name) ? `"${name.replaceAll('"', "")}"` : name}`;
  const before = `Search ${key}:`;
  return {
    kind: "instead",
    query: `${text.slice(0, term.start)}${written}${text.slice(term.end)}`,
    label: { text: `${before}${name} instead`, ranges: [{ start: before.length, end: before.length + name.length }] },
  };
}

function withoutTerm({ text }: Query, { start, end }: QueryTerm): Omit<Suggestion, "runs"> {
  const rest = `${text.slice(0, start)} ${text.slice(end)}`.replace(/\s+/g, " ").trim();
  return { kind: "without", query: rest, label: { text: `Search without ${text.slice(start, end)}`, ranges: [] } };
}
