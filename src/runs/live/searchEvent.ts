import { isContainer } from "../../base/json/exactNumber.ts";

/** In characters: the part of a text that is searched without a break, which takes some milliseconds. */
const stretch = 200_000;

/**
 * Searches an event's whole JSON for a text: names, values as JSON writes them, and strings in their plain form. The
 * caller can pause after each step. The last step says whether the text was found.
 *
 * @param overlap the longest possible match, in characters: pieces of a long text overlap by as much
 */
export function* searchEvent(value: unknown, finder: RegExp, overlap: number, name = ""): Generator<void, boolean> {
  if (typeof value === "string") return yield* searchText(value, finder, overlap, name);
  if (!isContainer(value)) return finder.test(name + String(value));
  const isList = Array.isArray(value);
  if (finder.test(name + (isList ? "[" : "{"))) return true;
  for (const [key, child] of Object.entries(value)) {
    if (yield* searchEvent(child, finder, overlap, isList ? "" : `${JSON.stringify(key)}: `)) return true;
  }
  return false;
}

function* searchText(text: string, finder: RegExp, overlap: number, name: string): Generator<void, boolean> {
  for (let from = 0; from === 0 || from < text.length; from += stretch) {
    const piece = text.length <= stretch ? text : text.slice(from, from + stretch + overlap);
    const written = JSON.stringify(piece);
    // The name is searched with the first piece only. In JSON inside a string every quote has a backslash.
    if (finder.test(from === 0 ? name + written : written)) return true;
    if (written.length !== piece.length + 2 && finder.test(piece)) return true;
    if (text.length > stretch) yield;
  }
  return false;
}
