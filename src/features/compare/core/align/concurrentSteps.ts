import type { StepKey, StoryKeys } from "../keys/storyKeys.ts";
import type { Partners } from "./alignSteps.ts";
import { range } from "./commonSequence.ts";
import { pairSteps } from "./moves.ts";

/** The positions of calls that ran at the same time, which follow each other. */
type Batch = readonly number[];

/**
 * Pairs the calls of one batch again, in any order: parallel calls that began in another order are no difference. Two
 * batches are one when they have partners in each other.
 */
export function pairBatches(a: StoryKeys, b: StoryKeys, partners: Partners): void {
  const batches = batchesOf(a);
  if (batches.length === 0) return;
  const batchOfB = new Map(batchesOf(b).flatMap((batch) => batch.map((at) => [at, batch] as const)));
  const ownerOfB = new Map(Array.from(partners, (j, i) => [j, i] as const));
  for (const batch of batches) {
    const partner = batch.map((i) => partners[i]!).find((j) => j >= 0);
    if (partner === undefined) continue;
    const other = batchOfB.get(partner) ?? [partner];
    const ofA = batch.filter((i) => partners[i]! < 0 || isIn(other, partners[i]!));
    const ofB = other.filter((j) => !ownerOfB.has(j) || isIn(batch, ownerOfB.get(j)!));
    for (const i of ofA) partners[i] = -1;
    for (const [i, j] of pairSteps(a, b, ofA, ofB, ({ form }) => form)) {
      partners[i] = j;
      ownerOfB.set(j, i);
    }
  }
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
    if (at - from > 1) batches.push(range(from, at));
    from = at;
    firstEnd = key?.until ?? -Infinity;
  }
  return batches;
}

function isIn(batch: Batch, at: number): boolean {
  return at >= batch[0]! && at <= batch.at(-1)!;
}

/** Whether a call ran at the same time as the one before it. @param end when the first call of those ended */
function isBeside(before: StepKey, key: StepKey, end: number): boolean {
  if (key.kind !== "tool" || before.kind !== "tool" || key.speaker !== before.speaker) return false;
  return (key.bundle !== undefined && key.bundle === before.bundle) || (key.at ?? Infinity) < end;
}

/** More steps aren't looked at in one comparison; the rest stays moved. */
const mostLooked = 1_000_000;
/** Of so many nodes and agents it is known which ran at the same time. */
const mostInstances = 64;

/**
 * In which order nodes that ran at the same time began their steps is chance: no difference. Of the moved steps, finds
 * those that only passed steps of nodes that ran beside theirs in either run. Without it, two equal runs of a workflow
 * with two models begin with a moved step whenever the other model began first.
 *
 * @param partners in order
 */
export function onlyPassedConcurrent(
  a: StoryKeys,
  b: StoryKeys,
  partners: Partners,
  moves: ReadonlyMap<number, number>,
): Map<number, number> {
  const concurrent = moves.size === 0 ? new Set() : concurrentPairs(a, b);
  if (concurrent.size === 0) return new Map();
  let looked = 0;
  const isChance = (i: number, j: number): boolean => {
    for (const x of passed(partners, i, j)) {
      const isConcurrent = concurrent.has(pairOf(a[i]!, a[x]!)) || concurrent.has(pairOf(b[j]!, b[partners[x]!]!));
      if (!isConcurrent || ++looked > mostLooked) return false;
    }
    return true;
  };
  return new Map(Array.from(moves).filter(([i, j]) => isChance(i, j)));
}

/** The steps of A with a partner on the other side of the moved step in B. */
function* passed(partners: Partners, i: number, j: number): Generator<number> {
  for (let x = i + 1; x < partners.length && partners[x]! < j; x++) if (partners[x]! >= 0) yield x;
  for (let x = i - 1; x >= 0 && (partners[x]! < 0 || partners[x]! > j); x--) if (partners[x]! >= 0) yield x;
}

/**
 * The nodes and agents of which steps ran at the same time in one of the stories. An agent and the one that called it
 * are no such pair: the one waits for the other.
 */
function concurrentPairs(...stories: readonly StoryKeys[]): Set<string> {
  const found = new Set<string>();
  for (const keys of stories) {
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
  }
  return found;
}

function pairOf({ instance: one = "" }: StepKey, { instance: other = "" }: StepKey): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}
