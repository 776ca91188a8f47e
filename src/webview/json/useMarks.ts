import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** The style sheet knows it by this name. */
const name = "found";
/** More matches than these are not marked. */
const most = 500;

/** Marks what is found in a drawn text, wherever its colours begin and end, and brings the first of it into view. */
export function useMarks(element: RefObject<HTMLElement | null>, finder: RegExp | undefined, text: string): void {
  useLayoutEffect(() => {
    if (!element.current || !finder) return undefined;
    const ranges = rangesOf(element.current, finder);
    CSS.highlights.set(name, new Highlight(...ranges));
    ranges[0]?.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    return () => void CSS.highlights.delete(name);
  }, [finder, text]);
}

function rangesOf(element: HTMLElement, finder: RegExp): Range[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; from: number }[] = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node: node as Text, from: text.length });
    text += (node as Text).data;
  }
  const ranges: Range[] = [];
  let at = 0;
  for (const match of text.matchAll(new RegExp(finder, `${finder.flags}g`))) {
    if (ranges.length === most) break;
    const range = document.createRange();
    const end = match.index + match[0].length;
    while ((nodes[at + 1]?.from ?? Infinity) <= match.index) at += 1;
    range.setStart(nodes[at]!.node, match.index - nodes[at]!.from);
    let last = at;
    while ((nodes[last + 1]?.from ?? Infinity) < end) last += 1;
    range.setEnd(nodes[last]!.node, end - nodes[last]!.from);
    ranges.push(range);
  }
  return ranges;
}
