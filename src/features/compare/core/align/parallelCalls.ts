import type { StepKey, StoryKeys } from "../keys/storyKeys.ts";
import type { Partners } from "./alignSteps.ts";
import { placesByKey } from "./placesByKey.ts";

/** Calls that ran at the same time: the positions from its first to before its end. */
interface Batch {
  readonly from: number;
  readonly end: number;
}

/**
 * Pairs the calls of one batch again, in any order: parallel calls that began in another order are no difference. Two
 * batches are one when they have partners in each other.
 */
export function pairBatches(a: StoryKeys, b: StoryKeys, partners: Partners): void {
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
    for (const [i, j] of bestPairs(a, b, ofA, ofB)) partners[i] = j;
  }
}

function bestPairs(a: StoryKeys, b: StoryKeys, ofA: readonly number[], ofB: readonly number[]): Map<number, number> {
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  for (const level of ["full", "strong", "form"] as const) {
    const places = placesByKey(ofB, (j) => (taken.has(j) ? undefined : b[j]![level]));
    for (const i of ofA) {
      const j = pairs.has(i) ? undefined : places.get(a[i]![level])?.shift();
      if (j === undefined) continue;
      pairs.set(i, j);
      taken.add(j);
    }
  }
  return pairs;
}

function batchesOf(keys: StoryKeys): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  // When the first of its calls ended.
  let firstEnd = Infinity;
  for (let at = 0; at <= keys.length; at++) {
    const [before, key] = [keys[at - 1], keys[at]];
    if (before && key && isBeside(before, key, firstEnd)) {
      firstEnd = Math.min(firstEnd, key.until ?? Infinity);
      continue;
    }
    if (at - from > 1) batches.push({ from, end: at });
    from = at;
    firstEnd = key?.until ?? -Infinity;
  }
  return batches;
}

function positions({ from, end }: Batch): number[] {
  return Array.from({ length: end - from }, (_, index) => from + index);
}

function isIn({ from, end }: Batch, at: number): boolean {
  return at >= from && at < end;
}

/** Whether a call ran at the same time as the one before it. @param end when the first call of those ended */
function isBeside(before: StepKey, key: StepKey, end: number): boolean {
  if (key.kind !== "tool" || before.kind !== "tool" || key.speaker !== before.speaker) return false;
  return (key.bundle !== undefined && key.bundle === before.bundle) || (key.at ?? Infinity) < end;
}
