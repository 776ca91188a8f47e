import { isContainer } from "../../base/json/exactNumber.ts";

/** As much of a text is looked at in one go: some milliseconds. In characters. */
const stretch = 200_000;

/**
 * Looks for a text in an event's whole JSON: in names, in values as JSON writes them, and in strings as they are. It
 * can be left after each step; its last one says whether the text is there.
 *
 * @param overlap how long a match can be, in characters: a long text is looked at in pieces that overlap by as much
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
    // A string says its name only once; within JSON inside a string every quote is written with a backslash.
    if (finder.test(from === 0 ? name + written : written)) return true;
    if (written.length !== piece.length + 2 && finder.test(piece)) return true;
    if (text.length > stretch) yield;
  }
  return false;
}
