import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { formatCount } from "../../model/counts.ts";
import { pure } from "../ui/pure.tsx";
import { useTabIndex } from "../ui/tabStops.ts";
import { looksLikeJson } from "./looksLikeJson.ts";
import { useMarks } from "./useMarks.ts";

/** Longer texts are not coloured: that many elements would be slow. In characters. */
const colourLimit = 50_000;
/** Longer texts are cut: laying them out would be slow. In characters. */
export const showLimit = 200_000;

/**
 * A string that does not end here, since the text was cut, goes to the end: it is not looked for from each of its
 * quotes.
 */
const token =
  /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)(\s*:)?|\b(?:true|false|null)\b|-?\b(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|Infinity)\b/g;

export interface TextProps {
  text: string;
  /** Of the whole text, if it was cut before it came here. */
  length?: number | undefined;
  label: string;
  /** Says how many characters are not shown; a sentence unless told otherwise. */
  more?: ((left: number) => ComponentChildren) | undefined;
  /** Finds what is searched for: it is marked, and the first of it brought into view. */
  finder?: RegExp | undefined;
}

/** A text: JSON in the editor's colours, any other as it is. */
export const JsonText = pure(function JsonText(props: TextProps) {
  const shown = props.text.length > showLimit ? props.text.slice(0, showLimit) : props.text;
  const more = Math.max(props.length ?? 0, props.text.length) - shown.length;
  const pre = useRef<HTMLPreElement>(null);
  const tabIndex = useTabIndex();
  useMarks(pre, props.finder, shown);
  return (
    <>
      <pre tabIndex={tabIndex} aria-label={props.label} ref={pre}>
        {shown.length > colourLimit || !looksLikeJson(shown) ? shown : colour(shown)}
      </pre>
      {more > 0 && (props.more?.(more) ?? <p class="more dim">+ {formatCount(more)} characters</p>)}
    </>
  );
});

function colour(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    const [whole, colon] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    const word = colon === undefined ? whole : whole.slice(0, -colon.length);
    parts.push(<span class={colon === undefined ? kindOf(whole) : "k"}>{word}</span>);
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
