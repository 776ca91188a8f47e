/** The index of the first item with a sequence above this one, in a list in order of sequences. */
export function firstAbove(items: readonly { sequence: number }[], sequence: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.sequence > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
}
