import { nearest } from "#base/text/nearest.ts";

/** What an editor can write in place of the text that has a problem. */
export interface TextFix {
  /** A button's words. */
  title: string;
  text: string;
}

/** What an editor can do about a problem. */
export type ProblemFix =
  | TextFix
  /** An empty file is made at this absolute path. */
  | { title: string; creates: string }
  /** The person chooses the file whose path replaces the text. */
  | { title: string; choosesFile: true };

/** A misspelled key or value becomes the one that is probably meant. */
export function changedTo(meant: string): TextFix {
  return { title: `Change to ${JSON.stringify(meant)}`, text: JSON.stringify(meant) };
}

/** How many values are offered at most. */
const maxOfferedValues = 5;

/** The fixes to one of a few values: the one that is probably meant, otherwise each. */
export function changedToOneOf(typed: string, values: readonly string[]): TextFix[] {
  const nearestValue = nearest(typed, values);
  return (nearestValue === undefined ? values.slice(0, maxOfferedValues) : [nearestValue]).map(changedTo);
}

/** The values that new keys begin with. */
const firstValues: Readonly<Record<string, string>> = {
  name: '""',
  request: '{ "input": {} }',
  input: "{}",
  checks: "[]",
};

/**
 * A missing key is added behind the brace that opens its object.
 *
 * @param isEmpty whether the object has no keys
 */
export function addedKey(key: string, isEmpty: boolean): ProblemFix | undefined {
  const value = firstValues[key];
  if (value === undefined) return undefined;
  return { title: `Add "${key}"`, text: `{ "${key}": ${value}${isEmpty ? " " : ","}` };
}
