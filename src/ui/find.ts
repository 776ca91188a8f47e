import { lowerBound } from "#base/lowerBound.ts";
import { formatCount } from "#model/counts.ts";

/** A position in an ordered list: at the item with this index, or just before it. */
export interface ListPosition {
  index: number;
  isAt: boolean;
}

export const listStart: ListPosition = { index: 0, isAt: false };

/** The index after or before a position, in a circle. */
export function stepTo(count: number, { index, isAt }: ListPosition, step: 1 | -1): number {
  const next = isAt ? index + 1 : index;
  return ((step > 0 ? next : index - 1) + count) % count;
}

/** The position of an item in an ordered list; just before the next one when it is missing. */
export function positionIn<T>(items: readonly T[], compare: (item: T) => number): ListPosition {
  const index = lowerBound(items, (each) => compare(each) < 0);
  const item = items[index];
  return { index, isAt: item !== undefined && compare(item) === 0 };
}

/** The reader's position among the matches, in words. @param at the reader's match, if any */
export function matchWords(count: number, at: number | undefined, more = false): string {
  const total = `${formatCount(count)}${more ? "+" : ""}`;
  if (count === 0) return more ? "Searching" : "No match";
  if (at !== undefined) return `${formatCount(at + 1)} of ${total}`;
  return count === 1 && !more ? "1 match" : `${total} matches`;
}
