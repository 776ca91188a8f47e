import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { NamePattern } from "./conditions.ts";
import type { FieldValue } from "./fieldValues.ts";
import { keyFacts, type Sign } from "./queryKeys.ts";
import type { Query, QueryTerm } from "./queryTypes.ts";
import { sortableText } from "./sortableNumber.ts";

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
  const foldedBeginning = folded(beginning);
  const counts = new Map<string, number>();
  for (const run of runs) {
    const names = isPart ? of(run).slice(0, 1) : of(run);
    for (const name of new Set(names)) {
      if (name !== "" && folded(name).startsWith(foldedBeginning)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const found = [...counts].map(([text, count]) => ({ text, runs: count }));
  return found.sort((a, b) => b.runs - a.runs || (a.text < b.text ? -1 : 1));
}

function hasTerm(run: RunFacts, term: FactsTerm): boolean {
  if (term.kind === "compare") {
    const number = keyFacts(term.key).of(run);
    return number !== undefined && term.tests.every(({ sign, value }) => isOrdered(number, sign, value));
  }
  const { of, isPart = false } = keyFacts(term.key);
  if (!of) return true;
  const names = of(run);
  return term.values.some((pattern) => names.some((name) => isMeant(name, pattern, isPart)));
}

/** Whether one of a run's values has a term about a field, exactly as the index answers it. */
export function hasField(values: readonly FieldValue[], { path, test }: Omit<Terms<"value">, "not">): boolean {
  const wanted = folded(path);
  return values.some((value) => folded(value.path) === wanted && passes(value, test));
}

function passes({ text, sortable }: FieldValue, test: Terms<"value">["test"]): boolean {
  if (test.kind === "text") {
    return test.values.some((pattern) => {
      const number = sortableText(pattern.text);
      // 12 is not a part of the number 4120.
      if (number !== undefined && sortable !== undefined) return sortable === number;
      return isMeant(text, pattern, !pattern.isExact);
    });
  }
  if (sortable === undefined) return false;
  if (test.kind === "compare") return isOrdered(sortable, test.sign, sortableText(test.number) ?? "");
  const { from, to } = test;
  const isAfter = from === undefined || sortable >= (sortableText(from) ?? "");
  return isAfter && (to === undefined || sortable <= (sortableText(to) ?? ""));
}

function isOrdered<Value extends string | number>(one: Value, sign: Sign, other: Value): boolean {
  switch (sign) {
    case ">":
      return one > other;
    case ">=":
      return one >= other;
    case "<":
      return one < other;
    case "<=":
      return one <= other;
  }
}

function isMeant(name: string, { text, hasWildcards }: NamePattern, isPart: boolean): boolean {
  const [has, wanted] = [folded(name), folded(text)];
  if (!hasWildcards) return isPart ? has.includes(wanted) : has === wanted;
  const [first = "", ...parts] = wanted.split("*");
  const last = parts.pop() ?? "";
  if (!has.startsWith(first) || !has.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts) {
    const found = has.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from + last.length <= has.length;
}

/** The index's database takes only the letters from A to Z in both cases for the same. */
function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
