import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { NamePattern } from "#runs/query/conditions.ts";
import { type Comparison, keyFacts } from "#runs/query/queryKeys.ts";
import type { Query, QueryTerm } from "#runs/query/queryTypes.ts";

/** A query, divided by what answers it. */
export interface DividedQuery {
  /** Whether a run has all terms that its facts answer, exactly as the index answers them. */
  test: (run: RunFacts) => boolean;
  /** The terms that only the index answers: words, phrases, and fields of inputs and outputs. */
  rest: readonly QueryTerm[];
}

type Terms<Kind extends QueryTerm["kind"]> = Extract<QueryTerm, { kind: Kind }>;
type FactsTerm = Exclude<QueryTerm, Terms<"text" | "value">>;

/** @param query without problems */
export function divideQuery({ terms }: Query): DividedQuery {
  const ofFacts = terms.filter((term): term is FactsTerm => term.kind !== "text" && term.kind !== "value");
  return {
    test: (run) => ofFacts.every((term) => hasTerm(run, term) !== term.not),
    rest: terms.filter(({ kind }) => kind === "text" || kind === "value"),
  };
}

/**
 * The names of a key, those of most runs first; of errors, the types. @returns `undefined` if the facts don't answer it
 */
export function knownNames(
  runs: readonly RunFacts[],
  key: string,
  beginning: string,
): { text: string; runs: number }[] | undefined {
  const facts = keyFacts(key);
  if (facts?.kind !== "name" || !facts.of) return undefined;
  const { of, isPart } = facts;
  const wanted = folded(beginning);
  const counts = new Map<string, number>();
  for (const run of runs) {
    const names = isPart ? of(run).slice(0, 1) : of(run);
    for (const name of new Set(names)) {
      if (name !== "" && folded(name).startsWith(wanted)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const found = [...counts].map(([text, count]) => ({ text, runs: count }));
  return found.sort((a, b) => b.runs - a.runs || (a.text < b.text ? -1 : 1));
}

function hasTerm(run: RunFacts, term: FactsTerm): boolean {
  if (term.kind === "compare") {
    const number = keyFacts(term.key).of(run);
    return number !== undefined && term.tests.every((test) => compares(number, test));
  }
  const { of, isPart = false } = keyFacts(term.key);
  if (!of) return true;
  const names = of(run);
  return term.values.some((pattern) => names.some((name) => isMeant(name, pattern, isPart)));
}

function compares(number: number, { sign, value }: Comparison): boolean {
  switch (sign) {
    case ">":
      return number > value;
    case ">=":
      return number >= value;
    case "<":
      return number < value;
    case "<=":
      return number <= value;
  }
}

function isMeant(name: string, { text, hasWildcards }: NamePattern, isPart: boolean): boolean {
  const [has, wanted] = [folded(name), folded(text)];
  if (!hasWildcards) return isPart ? has.includes(wanted) : has === wanted;
  const [first = "", ...parts] = wanted.split("*");
  const last = parts.pop() ?? "";
  if (!has.startsWith(first) || !has.endsWith(last)) return false;
  let place = first.length;
  for (const part of parts) {
    const found = has.indexOf(part, place);
    if (found < 0) return false;
    place = found + part.length;
  }
  return place + last.length <= has.length;
}

/** The index's database takes only the letters from A to Z in both cases for the same. */
function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
