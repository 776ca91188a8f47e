import type { StepKey, StoryKeys } from "../keys/storyKeys.ts";
import type { Partners } from "./alignSteps.ts";

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
