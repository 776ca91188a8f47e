/** A part of the typed query, from the first character to the one before `end`. */
export interface QueryRange {
  start: number;
  end: number;
}

/** Why a query can't be searched, in a sentence that says what to write. */
export interface QueryProblem extends QueryRange {
  message: string;
}

/** Keys whose values are names. `*` stands for any characters. */
export const nameKeys = ["status", "tool", "node", "user", "session", "error", "connection"] as const;
export type NameKey = (typeof nameKeys)[number];

/** A value of a key, as it was typed. */
export interface NamePattern {
  text: string;
  /** Whether `*` stands for any characters. It doesn't between quotes. */
  hasWildcards: boolean;
}

/** How a value has to compare: `=` also finds texts that contain it. */
export type ValueTest =
  | { kind: "text"; values: readonly NamePattern[] }
  | { kind: "compare"; sign: ">" | ">=" | "<" | "<="; number: string }
  /** Both ends belong to the range. */
  | { kind: "between"; from?: string | undefined; to?: string | undefined };

interface Placed extends QueryRange {
  /** Whether runs with it are left out. */
  not: boolean;
}

/** A part of a query: all of them have to be true for a run. */
export type QueryTerm =
  /** A word also finds longer words that begin with it; a phrase is found as it is. */
  | (Placed & { kind: "text"; text: string; isPhrase: boolean })
  | (Placed & { kind: "name"; key: NameKey; values: readonly NamePattern[] })
  | (Placed & { kind: "value"; path: string; test: ValueTest })
  /** Milliseconds since the epoch. */
  | (Placed & { kind: "since" | "until"; time: number })
  /** Milliseconds. */
  | (Placed & { kind: "duration"; sign: ">" | ">=" | "<" | "<="; duration: number });

export interface Query {
  text: string;
  terms: readonly QueryTerm[];
  /** A query with problems isn't searched. */
  problems: readonly QueryProblem[];
}
