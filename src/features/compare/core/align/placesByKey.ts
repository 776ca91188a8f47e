/** The places of each key, in order. @param keyAt `undefined` for a place that is left out */
export function placesByKey(
  places: readonly number[],
  keyAt: (place: number) => number | undefined,
): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const place of places) {
    const key = keyAt(place);
    if (key === undefined) continue;
    const known = found.get(key);
    if (known) known.push(place);
    else found.set(key, [place]);
  }
  return found;
}
