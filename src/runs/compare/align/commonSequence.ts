import { diffArrays } from "diff";
import { lowerBound } from "#base/lowerBound.ts";

/** An index in each of two lists. */
export interface IndexPair {
  readonly a: number;
  readonly b: number;
}

/** A stretch of both lists: from `a` to before `aEnd`, and from `b` to before `bEnd`. */
export interface Stretch extends IndexPair {
  readonly aEnd: number;
  readonly bEnd: number;
}

/** How many insertions and deletions are looked for at once. 4,000 take the library 3 s, and twice as many 12 s. */
const maxEdits = 300;
/** Items of each list in a part that is cut where nothing tells where. It can't have more edits than are looked for. */
const maxPartSize = 150;

/**
 * What two lists have in common, in order: the longest common subsequence of lists that differ by up to 300 insertions
 * and deletions. Lists that differ more are cut at the items that both have once, or else into parts of equal shares:
 * two lists of 10,000 items that share nothing take 50 ms, and the library alone 18 s.
 */
export function commonSequence<T>(a: readonly T[], b: readonly T[]): IndexPair[] {
  const common: IndexPair[] = [];
  const left: Stretch[] = [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
  for (let next = left.pop(); next; next = left.pop()) {
    const stretch = withoutEqualEnds(a, b, next, common);
    const found = commonOf(a, b, stretch);
    if (found) for (const pair of found) common.push(pair);
    else left.push(...partsOf(stretch, cutsOf(a, b, stretch)));
  }
  return common.sort((one, other) => one.a - other.a);
}

/** All items of both lists, side by side: partners, and between them by their order; `undefined` beside what one lacks. */
export function sideBySide<T>(
  a: readonly T[],
  b: readonly T[],
  itemKey: (item: T) => string,
): { a: number | undefined; b: number | undefined }[] {
  const rows: { a: number | undefined; b: number | undefined }[] = [];
  let { a: i, b: j } = { a: 0, b: 0 };
  for (const { a: iEnd, b: jEnd } of [
    ...commonSequence(a.map(itemKey), b.map(itemKey)),
    { a: a.length, b: b.length },
  ]) {
    while (i < iEnd || j < jEnd) rows.push({ a: i < iEnd ? i++ : undefined, b: j < jEnd ? j++ : undefined });
    if (i < a.length && j < b.length) rows.push({ a: i++, b: j++ });
  }
  return rows;
}

function withoutEqualEnds<T>(a: readonly T[], b: readonly T[], stretch: Stretch, common: IndexPair[]): Stretch {
  let { a: i, aEnd, b: j, bEnd } = stretch;
  while (i < aEnd && j < bEnd && a[i] === b[j]) common.push({ a: i++, b: j++ });
  while (i < aEnd && j < bEnd && a[aEnd - 1] === b[bEnd - 1]) common.push({ a: --aEnd, b: --bEnd });
  return { a: i, aEnd, b: j, bEnd };
}

/** What is common by the library; `undefined` when there are too many edits. What only one list has isn't looked at. */
function commonOf<T>(a: readonly T[], b: readonly T[], { a: i, aEnd, b: j, bEnd }: Stretch): IndexPair[] | undefined {
  const [inA, inB] = [new Set(a.slice(i, aEnd)), new Set(b.slice(j, bEnd))];
  const [ofA, ofB] = [range(i, aEnd).filter((at) => inB.has(a[at]!)), range(j, bEnd).filter((at) => inA.has(b[at]!))];
  if (ofA.length === 0) return [];
  const [itemsOfA, itemsOfB] = [ofA.map((at) => a[at]!), ofB.map((at) => b[at]!)];
  const changes = diffArrays(itemsOfA, itemsOfB, { maxEditLength: maxEdits });
  if (!changes) return undefined;
  const found: IndexPair[] = [];
  let { a: x, b: y } = { a: 0, b: 0 };
  for (const { added, removed, count } of changes) {
    if (added) y += count;
    else if (removed) x += count;
    else for (const end = x + count; x < end; x++, y++) found.push({ a: ofA[x]!, b: ofB[y]! });
  }
  return found;
}

/** The indexes from the first to before the end. */
export function range(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, index) => from + index);
}

/**
 * Where a stretch is cut: at the items that each list has once, as many as are in the same order, or else into equal
 * shares. Shares alone find 3,316 of 9,500 equal steps when the first 500 of 10,000 are at the end.
 */
function cutsOf<T>(a: readonly T[], b: readonly T[], { a: i, aEnd, b: j, bEnd }: Stretch): IndexPair[] {
  const [inA, inB] = [uniqueIndexes(a, i, aEnd), uniqueIndexes(b, j, bEnd)];
  const pairs = Array.from(inA, ([item, at]) => ({ a: at, b: inB.get(item) ?? -1 }));
  const cuts = increasing(pairs.filter((pair) => pair.a >= 0 && pair.b >= 0));
  if (cuts.length > 0) return cuts;
  const count = Math.ceil(Math.max(aEnd - i, bEnd - j) / maxPartSize);
  const share = (length: number, part: number): number => Math.floor((length * part) / count);
  return range(1, count).map((part) => ({ a: i + share(aEnd - i, part), b: j + share(bEnd - j, part) }));
}

/** The index of each item, and -1 for those that occur again. */
function uniqueIndexes<T>(list: readonly T[], from: number, end: number): Map<T, number> {
  const indexes = new Map<T, number>();
  for (let at = from; at < end; at++) indexes.set(list[at]!, indexes.has(list[at]!) ? -1 : at);
  return indexes;
}

/** The longest series of pairs that is in the order of B, too. @param pairs in the order of A */
function increasing(pairs: readonly IndexPair[]): IndexPair[] {
  /** The last pair of the best series of each length. */
  const ends: number[] = [];
  const before = new Int32Array(pairs.length);
  pairs.forEach(({ b }, index) => {
    const length = lowerBound(ends, (end) => pairs[end]!.b < b);
    before[index] = length === 0 ? -1 : ends[length - 1]!;
    ends[length] = index;
  });
  const series: IndexPair[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) series.push(pairs[at]!);
  return series.reverse();
}

/** The part before the first cut, and those that begin at each. */
function partsOf({ a, aEnd, b, bEnd }: Stretch, cuts: readonly IndexPair[]): Stretch[] {
  const [starts, ends] = [
    [{ a, b }, ...cuts],
    [...cuts, { a: aEnd, b: bEnd }],
  ];
  return starts.map((start, at) => ({ ...start, aEnd: ends[at]!.a, bEnd: ends[at]!.b }));
}
