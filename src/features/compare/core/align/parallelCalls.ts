import type { StepKey, StoryKeys } from "../keys/storyKeys.ts";
import type { Partners } from "./alignSteps.ts";
import { placesByKey, stretchOf } from "./uniquePairs.ts";

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
  return stretchOf(from, end);
}

function isIn({ from, end }: Batch, at: number): boolean {
  return at >= from && at < end;
}

/** Whether a call ran at the same time as the one before it. @param end when the first call of those ended */
function isBeside(before: StepKey, key: StepKey, end: number): boolean {
  if (key.kind !== "tool" || before.kind !== "tool" || key.speaker !== before.speaker) return false;
  return (key.bundle !== undefined && key.bundle === before.bundle) || (key.at ?? Infinity) < end;
}

/** More pairs aren't checked in one comparison; the rest stays moved. */
const mostLooked = 1_000_000;
/** Of so many nodes and agents it is known which ran at the same time. */
const mostInstances = 64;

/**
 * In which order nodes that ran at the same time began their steps is chance: no difference. Of the moved steps, by
 * position in A, finds those that only passed steps of nodes that ran beside theirs in either run.
 *
 * @param partners in order
 */
export function onlyPassedConcurrent(
  a: StoryKeys,
  b: StoryKeys,
  partners: Partners,
  moves: ReadonlyMap<number, number>,
): Map<number, number> {
  const found = new Map<number, number>();
  if (moves.size === 0) return found;
  const [inA, inB] = [concurrentInstances(a), concurrentInstances(b)];
  if (inA.size + inB.size === 0) return found;
  let looked = 0;
  for (const [i, j] of moves) {
    let isChance = true;
    for (const x of passed(partners, i, j)) {
      const isConcurrent = inA.has(pairOf(a[i]!, a[x]!)) || inB.has(pairOf(b[j]!, b[partners[x]!]!));
      isChance = looked++ < mostLooked && isConcurrent;
      if (!isChance) break;
    }
    if (isChance) found.set(i, j);
  }
  return found;
}

/** The steps of A with a partner on the other side of the moved step in B. */
function* passed(partners: Partners, i: number, j: number): Generator<number> {
  for (let x = i + 1; x < partners.length && partners[x]! < j; x++) if (partners[x]! >= 0) yield x;
  for (let x = i - 1; x >= 0 && (partners[x]! < 0 || partners[x]! > j); x--) if (partners[x]! >= 0) yield x;
}

/**
 * The pairs of nodes and agents of which steps ran at the same time. An agent and the one that called it are no such
 * pair: the one waits for the other.
 */
function concurrentInstances(keys: StoryKeys): Set<string> {
  const found = new Set<string>();
  /** When the steps so far of each were over. */
  const ends = new Map<string, { key: StepKey; until: number }>();
  for (const key of keys) {
    const { instance, isCalled, at: from, until } = key;
    if (instance === undefined || from === undefined || until === undefined || until <= from) continue;
    for (const [other, end] of ends)
      if (other !== instance && end.until > from && end.key.isCalled === isCalled) found.add(pairOf(key, end.key));
    const known = ends.get(instance);
    if (known) known.until = Math.max(known.until, until);
    else if (ends.size < mostInstances) ends.set(instance, { key, until });
  }
  return found;
}

function pairOf({ instance: one = "" }: StepKey, { instance: other = "" }: StepKey): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}
