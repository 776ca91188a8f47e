/** More matches in one element aren't marked. */
const maxRanges = 500;

/** The matches in a drawn text, across its elements. */
export function foundRanges(element: HTMLElement, finder: RegExp): Range[] {
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
    if (ranges.length === maxRanges) break;
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
