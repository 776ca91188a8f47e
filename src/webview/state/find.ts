import { formatCount } from "../../model/counts.ts";
/** The match after or before the one at `from`, in a circle; the nearest one when `from` lies between two. */
export function stepTo(count: number, from: number, step: 1 | -1): number {
  const start = Number.isInteger(from) ? from + step : step > 0 ? Math.ceil(from) : Math.floor(from);
  return (start + count) % count;
}

/** The index of an item in an ordered list; half an index below the next one when it is missing. */
export function placeIn<T>(items: readonly T[], compare: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(items[middle]!) < 0) low = middle + 1;
    else high = middle;
  }
  const item = items[low];
  return item !== undefined && compare(item) === 0 ? low : low - 0.5;
}

/** The reader's place among the matches, in words. */
export function matchWords(count: number, at: number, more = false): string {
  const whole = `${formatCount(count)}${more ? "+" : ""}`;
  if (count === 0) return more ? "Searching" : "No match";
  if (Number.isInteger(at)) return `${formatCount(at + 1)} of ${whole}`;
  return count === 1 && !more ? "1 match" : `${whole} matches`;
}
