/**
 * The item that a key selects in a menu: arrows in a circle, Home, End, and a letter for the next item that begins with
 * it.
 *
 * @param at -1 when none of the items has the focus
 * @returns `undefined` for a key without a meaning
 */
export function keyToItem(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
  names: readonly string[],
  at: number,
): number | undefined {
  const count = names.length;
  if (count === 0 || ctrlKey || metaKey || altKey) return undefined;
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return at <= 0 ? count - 1 : at - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default: {
      if (key.length !== 1 || key === " ") return undefined;
      const letter = key.toLowerCase();
      for (let step = 1; step <= count; step++) {
        const index = (at + step + count) % count;
        if (names[index]?.trim().toLowerCase().startsWith(letter)) return index;
      }
      return undefined;
    }
  }
}
