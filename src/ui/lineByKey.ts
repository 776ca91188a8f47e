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
      return nearestSelectable((from ?? -1) + 1, 1, count, selectable);
    case "ArrowUp":
    case "k":
    case "K":
      return nearestSelectable((from ?? count) - 1, -1, count, selectable);
    case "PageDown":
      return (
        nearestSelectable(Math.min(last, (from ?? 0) + page), 1, count, selectable) ??
        nearestSelectable(last, -1, count, selectable)
      );
    case "PageUp":
      return (
        nearestSelectable(Math.max(0, (from ?? last) - page), -1, count, selectable) ??
        nearestSelectable(0, 1, count, selectable)
      );
    case "Home":
      return nearestSelectable(0, 1, count, selectable);
    case "End":
      return nearestSelectable(last, -1, count, selectable);
    default:
      return undefined;
  }
}

function nearestSelectable(
  start: number,
  step: 1 | -1,
  count: number,
  selectable: (index: number) => boolean,
): number | undefined {
  for (let index = start; index >= 0 && index < count; index += step) if (selectable(index)) return index;
  return undefined;
}
