/** In characters: a shorter name is never cut, and an end up to this length is kept. */
const minSplitLength = 12;
const maxEndLength = 6;
/** The end that is kept of a name without parts. */
const defaultEndLength = 5;
/** Names of several words are read from their beginning, so only the number at their end is kept. */
const numberAtEnd = /\s\p{N}{1,3}$/u;

/**
 * The beginning and the end of a name, for a view that may be too narrow: names often begin alike and differ at their
 * ends. The end is the last part, if it is short, and of several words only a number. Together they are the name.
 */
export function splitName(name: string): [beginning: string, end: string] {
  const characters = Array.from(name);
  if (characters.length < minSplitLength) return [name, ""];
  const end = name.includes(" ") ? (numberAtEnd.exec(name)?.[0] ?? "") : endOfWord(characters);
  return [name.slice(0, name.length - end.length), end];
}

function endOfWord(characters: readonly string[]): string {
  // A longer part isn't kept, and an app can give a tool a name of any length.
  const tail = characters.slice(-maxEndLength - 1).join("");
  const part = /[\s_.:/-]?[^\s_.:/-]+[^\p{L}\p{N}]*$/u.exec(tail)?.[0] ?? "";
  const length = Array.from(part).length;
  return length > 0 && length <= maxEndLength ? part : characters.slice(-defaultEndLength).join("");
}
