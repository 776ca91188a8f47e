import { lowerBound } from "../../../../base/lowerBound.ts";

/** The index of the first item with a sequence above this one, in a list in order of sequences. */
export function firstAbove(items: readonly { sequence: number }[], sequence: number): number {
  return lowerBound(items, (item) => item.sequence <= sequence);
}
