import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { colourJson } from "./colourJson.tsx";
import { withDots } from "./Dots.tsx";
import { foundRanges } from "./foundRanges.ts";
import { memo } from "./memo.tsx";
import { reveal } from "./reveal.ts";
import { useTabIndex } from "./tabStops.ts";
import { looksLikeJson } from "./textKind.ts";

/** In characters. A longer text isn't coloured, because so many elements would be slow. */
const colourLimit = 50_000;
/** In characters. A longer text is cut, because its layout would be slow. */
export const showLimit = 200_000;

export interface TextProps {
  text: string;
  /** The length of the whole text, if it was cut before it arrived here. */
  length?: number;
  label: string;
  /** The text for the number of missing characters; a sentence by default. */
  more?: (left: number) => ComponentChildren;
  /** Finds the searched text. Matches are marked, and the first one is scrolled into view. */
  finder?: RegExp;
}

export const JsonText = memo(function JsonText(props: TextProps) {
  const shown = props.text.length > showLimit ? props.text.slice(0, showLimit) : props.text;
  const more = Math.max(props.length ?? 0, props.text.length) - shown.length;
  const pre = useRef<HTMLPreElement>(null);
  const tabIndex = useTabIndex();
  useMarks(pre, props.finder, shown);
  return (
    <>
      <pre tabIndex={tabIndex} aria-label={props.label} ref={pre}>
        {shown.length > colourLimit || !looksLikeJson(shown) ? withDots(shown) : colourJson(shown)}
      </pre>
      {more > 0 && (props.more?.(more) ?? <p class="more dim">+ {formatCount(more)} characters</p>)}
    </>
  );
});

const highlightName = "found";
/** Marks matches in a drawn text, across its coloured elements, and scrolls the first one into view. */
function useMarks(element: RefObject<HTMLElement | null>, finder: RegExp | undefined, text: string): void {
  useLayoutEffect(() => {
    if (!element.current || !finder) return undefined;
    const ranges = foundRanges(element.current, finder);
    CSS.highlights.set(highlightName, new Highlight(...ranges));
    if (ranges[0]) reveal(ranges[0]);
    return () => void CSS.highlights.delete(highlightName);
  }, [finder, text]);
}
