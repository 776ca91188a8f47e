/** From a character to before another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const ofWord = /[\p{L}\p{M}\p{N}_]/u;

/**
 * The parts of two texts between what both begin and end with, widened to whole words: of `"refunds-us.md"` and
 * `"refunds-eu.md"` two letters differ.
 */
export function differingRange(a: string, b: string): { a: Range; b: Range } {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  while (start > 0 && isWithin(a, b, start, start)) start -= 1;
  while (end > 0 && isWithin(a, b, a.length - end, b.length - end)) end -= 1;
  return { a: { from: start, to: a.length - end }, b: { from: start, to: b.length - end } };
}

/** Whether a cut at these places would part a word, or a character, of either text. */
function isWithin(a: string, b: string, inA: number, inB: number): boolean {
  return parts(a, inA) || parts(b, inB);
}

function parts(text: string, at: number): boolean {
  const [before, after] = [text[at - 1] ?? "", text[at] ?? ""];
  return (ofWord.test(before) && ofWord.test(after)) || /[\ud800-\udbff]/.test(before);
}
