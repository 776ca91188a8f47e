import type { StoryKeys } from "../keys/storyKeys.ts";
import type { Partners } from "./alignSteps.ts";
import { placesByKey } from "./placesByKey.ts";
import { Scores } from "./scores.ts";

/** Calls of larger batches are paired only when they are equal or have the same arguments. */
const largestScored = 64;

/** Calls that ran at the same time: the positions from its first to before its end. */
interface Batch {
  readonly from: number;
  readonly end: number;
}

/**
 * Pairs the calls of one batch again, in any order: parallel calls that began in another order are no difference. Two
 * batches are one when they have partners in each other. One of B may be a single call, since the rest of it may not
 * have begun.
 */
export function pairBatches(a: StoryKeys, b: StoryKeys, partners: Partners): void {
  const scores = new Scores(a, b);
  const batches = batchesOf(a);
  if (batches.length === 0) return;
  const batchOfB = new Map(batchesOf(b).flatMap((batch) => positions(batch).map((at) => [at, batch] as const)));
  const ownerOfB = new Map(Array.from(partners, (j, i) => [j, i] as const));
  for (const batch of batches) {
    const members = positions(batch);
    const partner = members.map((i) => partners[i]!).find((j) => j >= 0);
    if (partner === undefined) continue;
    const other = batchOfB.get(partner) ?? { from: partner, end: partner + 1 };
    const ofA = members.filter((i) => partners[i]! < 0 || isIn(other, partners[i]!));
    const ofB = positions(other).filter((j) => !ownerOfB.has(j) || isIn(batch, ownerOfB.get(j)!));
    for (const i of ofA) partners[i] = -1;
    for (const [i, j] of bestPairs(a, b, scores, ofA, ofB)) partners[i] = j;
  }
}

function bestPairs(
  a: StoryKeys,
  b: StoryKeys,
  scores: Scores,
  ofA: readonly number[],
  ofB: readonly number[],
): Map<number, number> {
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (i: number, j: number): void => {
    if (pairs.has(i) || taken.has(j)) return;
    pairs.set(i, j);
    taken.add(j);
  };
  for (const level of ["full", "strong"] as const) {
    const places = placesByKey(ofB, (j) => (taken.has(j) ? undefined : b[level][j]!));
    for (const i of ofA) {
      const j = pairs.has(i) ? undefined : places.get(a[level][i]!)?.shift();
      if (j !== undefined) pair(i, j);
    }
  }
  const left = [ofA.filter((i) => !pairs.has(i)), ofB.filter((j) => !taken.has(j))] as const;
  if (left[0].length > largestScored || left[1].length > largestScored) return pairs;
  const scored = left[0].flatMap((i) => left[1].map((j) => ({ i, j, score: scores.of(i, j) })));
  for (const { i, j, score } of scored.toSorted((one, other) => other.score - one.score)) if (score > 0) pair(i, j);
  return pairs;
}

function batchesOf(keys: StoryKeys): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  // When the first of its calls ended.
  let firstEnd = Infinity;
  for (let at = 0; at <= keys.length; at++) {
    if (at > 0 && at < keys.length && keys.isBesidePrevious(at, firstEnd)) {
      firstEnd = Math.min(firstEnd, numberOr(keys.until[at], Infinity));
      continue;
    }
    if (at - from > 1) batches.push({ from, end: at });
    from = at;
    firstEnd = numberOr(keys.until[at], -Infinity);
  }
  return batches;
}

/** The calls that ran at the same time as one of them; the call alone when none did. */
export function batchOf(keys: StoryKeys, at: number): number[] {
  const batch = batchesOf(keys).find((each) => isIn(each, at));
  return batch ? positions(batch) : [at];
}

function positions({ from, end }: Batch): number[] {
  return Array.from({ length: end - from }, (_, index) => from + index);
}

function isIn({ from, end }: Batch, at: number): boolean {
  return at >= from && at < end;
}

function numberOr(value: number | undefined, other: number): number {
  return value === undefined || Number.isNaN(value) ? other : value;
}
