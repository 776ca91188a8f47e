/** The end of a text that may be the beginning of an escape, or of an escaped surrogate pair. */
const unfinished = /\\(?:u[0-9a-fA-F]{0,3}|u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?)?$/;
const escapes = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g;
const letters: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };
const same = new Set(['"', "\\", "/"]);
/** No unfinished escape is longer, in characters. */
const longestEscape = 12;

/** A text with its JSON escapes (`\n`, `\"`, `–`) decoded. Other backslashes stay unchanged. */
export function decodeEscapes(text: string): string {
  return text.replace(escapes, (whole, code: string | undefined, letter: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (letter === undefined) return whole;
    return same.has(letter) ? letter : (letters[letter] ?? whole);
  });
}

/** Where an escape begins that isn't complete before `end`; `end` when there is none. */
export function endOfWholeEscapes(text: string, end = text.length): number {
  const from = Math.max(0, end - longestEscape);
  const found = unfinished.exec(text.slice(from, end));
  if (!found) return end;
  const start = from + found.index;
  // A backslash that is itself escaped begins no escape.
  let before = 0;
  while (text[start - 1 - before] === "\\") before += 1;
  return before % 2 === 0 ? start : end;
}
