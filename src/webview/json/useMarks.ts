import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { foundRanges } from "../ui/foundRanges.ts";
import { reveal } from "../ui/reveal.ts";

/** The style sheet knows it by this name. */
const name = "found";
/** Marks what is found in a drawn text, wherever its colours begin and end, and brings the first of it into view. */
export function useMarks(element: RefObject<HTMLElement | null>, finder: RegExp | undefined, text: string): void {
  useLayoutEffect(() => {
    if (!element.current || !finder) return undefined;
    const ranges = foundRanges(element.current, finder);
    CSS.highlights.set(name, new Highlight(...ranges));
    if (ranges[0]) reveal(ranges[0]);
    return () => void CSS.highlights.delete(name);
  }, [finder, text]);
}
