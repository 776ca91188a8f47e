import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { foundRanges } from "../ui/foundRanges.ts";
import { reveal } from "../ui/reveal.ts";

/** The style sheet uses this name. */
const name = "found";
/** Marks matches in a drawn text, across its coloured elements, and scrolls the first one into view. */
export function useMarks(element: RefObject<HTMLElement | null>, finder: RegExp | undefined, text: string): void {
  useLayoutEffect(() => {
    if (!element.current || !finder) return undefined;
    const ranges = foundRanges(element.current, finder);
    CSS.highlights.set(name, new Highlight(...ranges));
    if (ranges[0]) reveal(ranges[0]);
    return () => void CSS.highlights.delete(name);
  }, [finder, text]);
}
