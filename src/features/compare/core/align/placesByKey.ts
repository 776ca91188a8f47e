/** The places of each key, in order. @param keyAt `undefined` for a place that is left out */
export function placesByKey(
  places: readonly number[],
  keyAt: (place: number) => string | undefined,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const place of places) {
    const key = keyAt(place);
    if (key === undefined) continue;
    const known = found.get(key);
    if (known) known.push(place);
    else found.set(key, [place]);
  }
  return found;
}
