/**
 * The line that a key selects in a list, skipping lines that can't be selected; `undefined` if the key has no meaning.
 * Without a selected line, the keys select the first one or, upwards, the last one.
 */
export function lineByKey(
  key: string,
  from: number | undefined,
  count: number,
  page: number,
  selectable: (index: number) => boolean,
): number | undefined {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
    case "j":
    case "J":
      return nearest((from ?? -1) + 1, 1, count, selectable);
    case "ArrowUp":
    case "k":
    case "K":
      return nearest((from ?? count) - 1, -1, count, selectable);
    case "PageDown":
      return nearest(Math.min(last, (from ?? 0) + page), 1, count, selectable) ?? nearest(last, -1, count, selectable);
    case "PageUp":
      return nearest(Math.max(0, (from ?? last) - page), -1, count, selectable) ?? nearest(0, 1, count, selectable);
    case "Home":
      return nearest(0, 1, count, selectable);
    case "End":
      return nearest(last, -1, count, selectable);
    default:
      return undefined;
  }
}

function nearest(
  start: number,
  step: 1 | -1,
  count: number,
  selectable: (index: number) => boolean,
): number | undefined {
  for (let index = start; index >= 0 && index < count; index += step) if (selectable(index)) return index;
  return undefined;
}
