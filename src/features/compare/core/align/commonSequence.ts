import { diffArrays } from "diff";
import { between, increasing, type Places, type Stretch, uniquePairs } from "./uniquePairs.ts";

/** More insertions and deletions aren't looked for at once: 4,000 take the library 3 s, twice as many four times that. */
const mostEdits = 300;
/** Items of each list in a part that is cut where nothing tells where. It can't have more edits than are looked for. */
const largestPart = 150;

/**
 * What two lists have in common, in order: the longest common subsequence of lists that differ by up to 300 insertions
 * and deletions. Lists that differ more are cut at the items that both have once, or else into parts of equal shares:
 * two lists of 10,000 items that share nothing take 50 ms, and the library alone 18 s.
 */
export function commonSequence<T>(a: readonly T[], b: readonly T[]): Places[] {
  const common: Places[] = [];
  const left: Stretch[] = [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
  for (let next = left.pop(); next; next = left.pop()) {
    const stretch = withoutEqualEnds(a, b, next, common);
    const found = commonOf(a, b, stretch);
    if (found) for (const place of found) common.push(place);
    else left.push(...partsOf(a, b, stretch));
  }
  return common.sort((one, other) => one.a - other.a);
}

function withoutEqualEnds<T>(a: readonly T[], b: readonly T[], stretch: Stretch, common: Places[]): Stretch {
  let { a: i, aEnd, b: j, bEnd } = stretch;
  while (i < aEnd && j < bEnd && a[i] === b[j]) common.push({ a: i++, b: j++ });
  while (i < aEnd && j < bEnd && a[aEnd - 1] === b[bEnd - 1]) common.push({ a: --aEnd, b: --bEnd });
  return { a: i, aEnd, b: j, bEnd };
}

/** By the library; `undefined` when there are too many edits. What only one list has isn't looked at. */
function commonOf<T>(a: readonly T[], b: readonly T[], { a: i, aEnd, b: j, bEnd }: Stretch): Places[] | undefined {
  // Their ends differ, so two single items do.
  if (i === aEnd || j === bEnd || (aEnd - i === 1 && bEnd - j === 1)) return [];
  const [inA, inB] = [new Set(a.slice(i, aEnd)), new Set(b.slice(j, bEnd))];
  const placesOf = (list: readonly T[], from: number, end: number, other: ReadonlySet<T>): number[] => {
    const places: number[] = [];
    for (let at = from; at < end; at++) if (other.has(list[at]!)) places.push(at);
    return places;
  };
  const [ofA, ofB] = [placesOf(a, i, aEnd, inB), placesOf(b, j, bEnd, inA)];
  if (ofA.length === 0 || ofB.length === 0) return [];
  const [itemsOfA, itemsOfB] = [ofA.map((at) => a[at]!), ofB.map((at) => b[at]!)];
  if (leastEdits(itemsOfA, itemsOfB) > mostEdits) return undefined;
  const found: Places[] = [];
  const changes = diffArrays(itemsOfA, itemsOfB, { maxEditLength: mostEdits });
  if (!changes) return undefined;
  let [inOrderA, inOrderB] = [0, 0];
  for (const { added, removed, count } of changes) {
    if (!added && !removed)
      for (let each = 0; each < count; each++) found.push({ a: ofA[inOrderA + each]!, b: ofB[inOrderB + each]! });
    if (!added) inOrderA += count;
    if (!removed) inOrderB += count;
  }
  return found;
}

/** How many edits there are at least, in whichever order the items are. */
function leastEdits<T>(a: readonly T[], b: readonly T[]): number {
  const counts = new Map<T, number>();
  for (const item of a) counts.set(item, (counts.get(item) ?? 0) + 1);
  for (const item of b) counts.set(item, (counts.get(item) ?? 0) - 1);
  return [...counts.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}

function partsOf<T>(a: readonly T[], b: readonly T[], stretch: Stretch): Stretch[] {
  const cuts = increasing(
    uniquePairs(
      stretch,
      (at) => a[at],
      (at) => b[at],
    ),
  );
  if (cuts.length > 0) return between(stretch, cuts);
  const { a: i, aEnd, b: j, bEnd } = stretch;
  const count = Math.ceil(Math.max(aEnd - i, bEnd - j) / largestPart);
  const cutAt = (part: number): Places => ({
    a: i + Math.floor(((aEnd - i) * part) / count),
    b: j + Math.floor(((bEnd - j) * part) / count),
  });
  return between(
    stretch,
    Array.from({ length: count - 1 }, (_, part) => cutAt(part + 1)),
  );
}
