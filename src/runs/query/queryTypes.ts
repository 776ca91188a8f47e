import type { NamePattern } from "./conditions.ts";
import type { ComparedKey, Comparison, NameKey, Sign } from "./queryKeys.ts";

/** A part of the typed query, from the first character to the one before `end`. */
export interface QueryRange {
  start: number;
  end: number;
}

/** Why a query can't be searched, in a sentence that says what to write. */
export interface QueryProblem extends QueryRange {
  message: string;
  /** The whole query as it may be meant, the likeliest first. */
  fixes?: readonly string[];
}

/** A value of a field. */
export interface ValuePattern extends NamePattern {
  /** Whether it is the whole value: between quotes, and after `=`. Others contain it. */
  isExact?: true;
}

/** How the value of a field has to compare. */
export type ValueTest =
  | { kind: "text"; values: readonly ValuePattern[] }
  | { kind: "compare"; sign: Sign; number: string }
  /** Both ends belong to the range. */
  | { kind: "between"; from?: string; to?: string };

interface TermRange extends QueryRange {
  /** Whether runs with it are left out. */
  not: boolean;
}

/** A part of a query: all of them have to be true for a run. */
export type QueryTerm =
  /** A word also finds longer words that begin with it; a phrase is found as it is. */
  | (TermRange & { kind: "text"; text: string; isPhrase: boolean })
  | (TermRange & { kind: "name"; key: NameKey; values: readonly NamePattern[] })
  | (TermRange & { kind: "value"; path: string; test: ValueTest })
  /** All comparisons have to be true: a range has two. */
  | (TermRange & { kind: "compare"; key: ComparedKey; tests: readonly Comparison[] });

/** Whether a query leaves out runs for what is in their steps: nobody knows whether a run without steps has it. */
export function leavesOutSteps({ terms }: Pick<Query, "terms">): boolean {
  return terms.some(({ not, kind, ...term }) => {
    if (!not) return false;
    return kind === "text" || ("key" in term && ["tool", "node", "is"].includes(term.key));
  });
}

export interface Query {
  text: string;
  terms: readonly QueryTerm[];
  /** A query with problems isn't searched. */
  problems: readonly QueryProblem[];
}
