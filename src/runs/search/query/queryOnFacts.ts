import { beganAt, type RunFacts } from "../../facts/runFacts.ts";
import { type NameKey, nameKeys, type NamePattern, type Query, type QueryTerm } from "./queryTypes.ts";

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

/** The keys whose values are known from the facts. */
type FactsKey = Exclude<NameKey, "connection">;

/**
 * The names that runs have for a key, those of most runs first. Of errors, the types.
 *
 * @param beginning what they begin with, in any case
 * @returns `undefined` if the facts don't answer the key
 */
export function knownNames(
  runs: readonly RunFacts[],
  key: string,
  beginning: string,
): { text: string; runs: number }[] | undefined {
  const known = nameKeys.find((each) => each === key);
  if (known === undefined || known === "connection") return undefined;
  const wanted = folded(beginning);
  const counts = new Map<string, number>();
  for (const run of runs) {
    const names = known === "error" ? [run.error?.type ?? ""] : namesOf(run, known);
    for (const name of new Set(names)) {
      if (name !== "" && folded(name).startsWith(wanted)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const found = [...counts].map(([text, count]) => ({ text, runs: count }));
  return found.sort((a, b) => b.runs - a.runs || (a.text < b.text ? -1 : 1));
}

function namesOf(run: RunFacts, key: FactsKey): readonly string[] {
  const { status, user, session, tools, nodes, error } = run;
  switch (key) {
    case "status":
      return [status];
    case "user":
      return user === undefined ? [] : [user];
    case "session":
      return session === undefined ? [] : [session];
    case "tool":
      return tools.map(({ name }) => name);
    case "node":
      return nodes.map(({ name }) => name);
    case "error":
      return error ? [error.type ?? "", error.place ?? "", error.message] : [];
  }
}

function hasTerm(run: RunFacts, term: FactsTerm): boolean {
  const began = beganAt(run);
  switch (term.kind) {
    case "since":
      return began !== undefined && began >= term.time;
    case "until":
      return began !== undefined && began < term.time;
    case "duration":
      return began !== undefined && run.endedAt !== undefined && compare(run.endedAt - began, term);
    case "name": {
      const { key, values } = term;
      // Says which index is searched, and nothing about its runs.
      if (key === "connection") return true;
      const names = namesOf(run, key);
      // An error contains what is looked for, a name is the same.
      return values.some((pattern) => names.some((name) => isMeant(name, pattern, key === "error")));
    }
  }
}

function compare(length: number, { sign, duration }: Terms<"duration">): boolean {
  switch (sign) {
    case ">":
      return length > duration;
    case ">=":
      return length >= duration;
    case "<":
      return length < duration;
    case "<=":
      return length <= duration;
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
