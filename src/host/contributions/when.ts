/**
 * `when` clauses of package.json, composed from conditions with names. A key, a value or a word that doesn't exist doesn't
 * compile. Only the build loads this file, through the `contributes.ts` of the features.
 */

import type { RowKind } from "#host/contextKeys.ts";
import type { ContextValues, RowWord } from "./contextValues.ts";

/** A condition of a `when` clause. */
export interface Condition {
  /** As VS Code reads it; empty if it always holds. */
  readonly clause: string;
  /** What joins its parts, if it has several. */
  readonly joint?: "&&" | "||";
  /** The opposite, if it has a shorter form than `!(…)`. */
  readonly opposite?: string;
}

export const always: Condition = { clause: "" };

/** What features say in `shared` of their contributions, for others that don't know them. */
export type SharedCondition =
  /** The view lists runs. */
  | "inRunLists"
  /** The view shows what a search has found. */
  | "inFoundRuns"
  /** The tab, or the panel in view, has something to copy beside runs. */
  | "inCopiedTab"
  | "inCopiedPanel"
  /** The tab has a link beside those of runs. */
  | "inLinkedTab";

/** Holds if a feature says so. `npm run generate` puts in what the features say. */
export function shared(name: SharedCondition): Condition {
  return { clause: `<${name}>` };
}

/** A clause in which each shared condition stands for what the features say; `false` where none says anything. */
export function withShared(clause: string, said: (name: SharedCondition) => readonly Condition[]): string {
  return clause.replaceAll(/<(\w+)>/g, (_, name: SharedCondition) => {
    const conditions = said(name);
    if (conditions.length === 0) return "false";
    return `(${any(...conditions).clause})`;
  });
}

/** Holds if all of the conditions do. */
export function all(...conditions: readonly Condition[]): Condition {
  const parts = conditions.filter(({ clause }) => clause !== "");
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first ?? always;
  return {
    joint: "&&",
    clause: parts.map((part) => (part.joint === "||" ? `(${part.clause})` : part.clause)).join(" && "),
  };
}

/** Holds if one of the conditions does. */
export function any(...conditions: readonly Condition[]): Condition {
  return { joint: "||", clause: conditions.map(({ clause }) => clause).join(" || ") };
}

export function not({ clause, joint, opposite }: Condition): Condition {
  return { clause: opposite ?? (joint || clause.includes(" ") ? `!(${clause})` : `!${clause}`), opposite: clause };
}

/** Holds if a context key is on or has any value or, if one is given, has this one. */
export function is<Key extends keyof ContextValues>(key: Key, value?: ContextValues[Key] & string): Condition {
  if (value === undefined) return { clause: key, opposite: `!${key}` };
  return { clause: `${key} == ${value}`, opposite: `${key} != ${value}` };
}

/** Holds if a context key has one of these values. */
export function isOneOf<Key extends keyof ContextValues>(
  key: Key,
  ...values: readonly (ContextValues[Key] & string)[]
): Condition {
  return matches(key, new RegExp(`^${oneOfWords(values.map(escapeDots))}$`));
}

/** Holds if the text of a context key matches: for names of files, which are no words of ours. */
export function matches(key: keyof ContextValues, pattern: RegExp): Condition {
  return { clause: `${key} =~ ${String(pattern)}` };
}

/** Holds if the value of one key is in the list of another. */
export function isIn(key: keyof ContextValues, list: keyof ContextValues): Condition {
  return { clause: `${key} in ${list}`, opposite: `${key} not in ${list}` };
}

/**
 * Holds for rows, or marked parts of a page, of a kind with all of the words: the first and the later words of their
 * `contextValue`. @param kind one, or several of which one is enough @param words each one, or several of which one is
 * enough, in the order in which rows have them
 */
export function isRow(
  kind: RowKind | readonly RowKind[],
  ...words: readonly (RowWord | readonly RowWord[])[]
): Condition {
  return matches("viewItem", new RegExp(["^" + oneOfWords(kind), ...words.map(oneOfWords)].join("\\b.*\\b") + "\\b"));
}

/** Holds for rows of any kind that have the word, or one of the words. */
export function rowHas(...words: readonly RowWord[]): Condition {
  return matches("viewItem", new RegExp(`\\b${oneOfWords(words)}\\b`));
}

const oneOfWords = (words: string | readonly string[]): string =>
  typeof words === "string" ? words : words.length === 1 ? words[0]! : `(${words.join("|")})`;

const escapeDots = (text: string): string => text.replaceAll(".", "\\.");
