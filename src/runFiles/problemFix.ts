/** What an editor can write in place of the text that has a problem. */
export interface ProblemFix {
  /** A button's words. */
  title: string;
  text: string;
}

/** A misspelled key or value becomes the one that is probably meant. */
export function changedTo(meant: string): ProblemFix {
  return { title: `Change to ${JSON.stringify(meant)}`, text: JSON.stringify(meant) };
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
