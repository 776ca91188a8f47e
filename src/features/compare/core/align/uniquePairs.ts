import { lowerBound } from "../../../../base/lowerBound.ts";

/** A place in each of two lists. */
export interface Places {
  readonly a: number;
  readonly b: number;
}

/** A stretch of both lists: from `a` to before `aEnd`, and from `b` to before `bEnd`. */
export interface Stretch extends Places {
  readonly aEnd: number;
  readonly bEnd: number;
}

/**
 * What occurs once on each side of a stretch, ordered by its place in A.
 *
 * @param keyOfA what is at a place of A; `undefined` for what must not be taken
 */
export function uniquePairs<K>(
  { a, aEnd, b, bEnd }: Stretch,
  keyOfA: (at: number) => K | undefined,
  keyOfB: (at: number) => K | undefined,
): Places[] {
  const [inA, inB] = [placesByKey(stretchOf(a, aEnd), keyOfA), placesByKey(stretchOf(b, bEnd), keyOfB)];
  return [...inA].flatMap(([key, places]) => {
    const partners = inB.get(key);
    return places.length === 1 && partners?.length === 1 ? [{ a: places[0]!, b: partners[0]! }] : [];
  });
}

/** The places from the first to before the end. */
export function stretchOf(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, index) => from + index);
}

/** The longest series of pairs that is in the order of B, too. @param pairs in the order of A */
export function increasing(pairs: readonly Places[]): Places[] {
  /** The last pair of the best series of each length. */
  const ends: number[] = [];
  const before = new Int32Array(pairs.length);
  pairs.forEach(({ b }, index) => {
    const length = lowerBound(ends, (end) => pairs[end]!.b < b);
    before[index] = length === 0 ? -1 : ends[length - 1]!;
    ends[length] = index;
  });
  const series: Places[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) series.push(pairs[at]!);
  return series.reverse();
}

/** The stretches that begin at each cut, and the one before the first. */
export function between(stretch: Stretch, cuts: readonly Places[]): Stretch[] {
  const starts: Places[] = [stretch, ...cuts];
  return starts.map(({ a, b }, index) => {
    const next = starts[index + 1];
    return { a, b, aEnd: next?.a ?? stretch.aEnd, bEnd: next?.b ?? stretch.bEnd };
  });
}

/** The places of each key, in order. @param keyAt `undefined` for a place that is left out */
export function placesByKey<K>(places: readonly number[], keyAt: (place: number) => K | undefined): Map<K, number[]> {
  const found = Map.groupBy(places, keyAt);
  found.delete(undefined);
  return found as Map<K, number[]>;
}
