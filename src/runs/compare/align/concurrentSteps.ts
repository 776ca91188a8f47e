import { lowerBound } from "#base/lowerBound.ts";
import type { StepKey, StoryKeys } from "#runs/compare/keys/storyKeys.ts";
import { alignSteps, type Partners, sureLevels } from "./alignSteps.ts";
import { range } from "./commonSequence.ts";
import { pairLeft } from "./moves.ts";

/** How many pairs of steps are looked at in one comparison; the rest stays moved. */
const maxComparedPairs = 1_000_000;
/** How many nodes and agents are told apart to know which ran at the same time. */
const maxInstances = 64;

/**
 * Finds for each step of A its partner in B. In which order parallel calls, and nodes that ran at the same time, began
 * their steps is chance: no difference. Without that, two equal runs of a workflow with two models begin with a moved
 * step whenever the other model began first.
 */
export function partnersOf(a: StoryKeys, b: StoryKeys): Partners {
  const nodes = concurrentPairs(a, b);
  const [batchA, batchB] = [batchesOf(a), batchesOf(b)];
  const hasBatch = [batchA, batchB].some((batches) => (batches.at(-1) ?? 0) < batches.length - 1);
  if (nodes.size === 0 && !hasBatch) return alignSteps(a, b);
  let comparedPairs = 0;
  const isConcurrent = (i: number, j: number, x: number, y: number): boolean => {
    if (++comparedPairs > maxComparedPairs) return false;
    if (batchA[i] === batchA[x] || batchB[j] === batchB[y]) return true;
    return nodes.has(pairOf(a[i]!, a[x]!)) || nodes.has(pairOf(b[j]!, b[y]!));
  };
  /** The pairs that only passed what ran beside them in either run. */
  const chance = (inOrder: Partners, pairs: ReadonlyMap<number, number>): Map<number, number> => {
    const paired = range(0, a.length).filter((x) => inOrder[x]! >= 0);
    const isChance = ([i, j]: [number, number]): boolean => {
      const ends = [lowerBound(paired, (x) => x < i), lowerBound(paired, (x) => inOrder[x]! < j)];
      // Those between both ends are on the other side of `j` than they are of `i`.
      for (let at = Math.min(...ends); at < Math.max(...ends); at++)
        if (!isConcurrent(i, j, paired[at]!, inOrder[paired[at]!]!)) return false;
      return true;
    };
    return new Map(Array.from(pairs).filter(isChance));
  };
  const sure = alignSteps(a, b, sureLevels);
  const early = chance(sure, pairLeft(a, b, sure));
  const inOrder = alignOthers(a, b, early);
  const partners = inOrder.map((j, i) => early.get(i) ?? j);
  const ofOneName = pairLeft(a, b, partners, ({ name }) => name);
  for (const [i, j] of chance(inOrder, ofOneName)) partners[i] = j;
  return partners;
}

/** Aligns all steps but those of some pairs, so that nothing else becomes their partner. */
function alignOthers(a: StoryKeys, b: StoryKeys, pairs: ReadonlyMap<number, number>): Partners {
  const takenIndexes = new Set(pairs.values());
  const ofA = range(0, a.length).filter((i) => !pairs.has(i));
  const ofB = range(0, b.length).filter((j) => !takenIndexes.has(j));
  const partners = a.map(() => -1);
  const aligned = alignSteps(
    ofA.map((i) => a[i]!),
    ofB.map((j) => b[j]!),
  );
  for (const [at, other] of aligned.entries()) if (other >= 0) partners[ofA[at]!] = ofB[other]!;
  return partners;
}

/** The number of the batch of each step: calls that ran at the same time have one, any other step has one of its own. */
function batchesOf(keys: StoryKeys): number[] {
  let batch = -1;
  // When the first of its calls ended.
  let firstEnd = -Infinity;
  return keys.map((key, at) => {
    const isNext = at > 0 && isBeside(keys[at - 1]!, key, firstEnd);
    firstEnd = isNext ? Math.min(firstEnd, key.until ?? Infinity) : (key.until ?? -Infinity);
    return isNext ? batch : ++batch;
  });
}

/** Whether a call ran at the same time as the one before it. @param end when the first call of those ended */
function isBeside(before: StepKey, key: StepKey, end: number): boolean {
  if (key.kind !== "tool" || before.kind !== "tool" || key.speaker !== before.speaker) return false;
  return (key.bundle !== undefined && key.bundle === before.bundle) || (key.at ?? Infinity) < end;
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
      const end = ends.get(instance);
      if (end) end.until = Math.max(end.until, until);
      else if (ends.size < maxInstances) ends.set(instance, { key, until });
    }
  }
  return found;
}

function pairOf({ instance: one = "" }: StepKey, { instance: other = "" }: StepKey): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}
