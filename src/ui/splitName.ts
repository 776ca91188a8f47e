/** In characters: a shorter name is never cut, and an end up to this length is kept. */
const shortest = 12;
const longestEnd = 9;
/** The end that is kept of a name without parts. */
const usualEnd = 5;

/**
 * The beginning and the end of a name, for a place that may be too narrow: names often begin alike and differ at their
 * ends. The end is the last word, if it is short. Together they are the name.
 */
export function splitName(name: string): [beginning: string, end: string] {
  const characters = Array.from(name);
  if (characters.length < shortest) return [name, ""];
  // A longer word isn't kept, and an app can give a tool a name of any length.
  const tail = characters.slice(-longestEnd - 1).join("");
  const word = /[\s_.:/-]?[^\s_.:/-]+[^\p{L}\p{N}]*$/u.exec(tail)?.[0] ?? "";
  const length = Array.from(word).length;
  const end = length > 0 && length <= longestEnd ? word : characters.slice(-usualEnd).join("");
  return [name.slice(0, name.length - end.length), end];
}
