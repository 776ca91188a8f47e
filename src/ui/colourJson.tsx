import type { ComponentChildren } from "preact";
import { withDots } from "./Dots.tsx";

/**
 * A string without an end, because the text was cut, extends to the end. The pattern doesn't search for an end from
 * each of its quotes.
 */
const tokenPattern =
  /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)(\s*:)?|\b(?:true|false|null)\b|-?\b(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|Infinity)\b/g;

/** JSON in the editor's colours: its words and signs as they stand, each word in a class of its kind. */
export function colourJson(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const match of text.matchAll(tokenPattern)) {
    const [whole, colon] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    const word = colon === undefined ? whole : whole.slice(0, -colon.length);
    parts.push(<span class={colon === undefined ? kindOf(whole) : "k"}>{withDots(word)}</span>);
    if (colon !== undefined) parts.push(colon);
    from = match.index + whole.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function kindOf(word: string): "s" | "n" | "b" {
  if (word.startsWith('"')) return "s";
  return /^[tfn]/.test(word) ? "b" : "n";
}
