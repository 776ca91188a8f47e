import type { StoryKeys } from "#runs/compare/keys/storyKeys.ts";
import type { Level, Partners } from "./alignSteps.ts";
import { range } from "./commonSequence.ts";

/** The levels by which steps become pairs wherever they are, the surest first. A step without content has no key. */
const levels: readonly Level[] = [
  ({ hasArgs, hasBody, full }) => (hasArgs || hasBody ? full : undefined),
  ({ hasArgs, strong }) => (hasArgs ? strong : undefined),
];

/**
 * Pairs the steps without a partner that are elsewhere in the other story: first equal steps, then calls with the same
 * arguments, then calls of one agent that are the only ones of their tool. By position in A, the position in B.
 */
export function findMoves(a: StoryKeys, b: StoryKeys, partners: Partners): Map<number, number> {
  const pairs = pairLeft(a, b, partners, ({ kind, form }) => (kind === "tool" ? form : undefined), 1);
  return new Map(Array.from(pairs).filter(([i, j]) => a[i]!.speaker === b[j]!.speaker));
}

/**
 * Pairs the steps without a partner in any order.
 *
 * @param last the last and least sure key
 * @param maxSteps to how many steps of each story the last key may belong
 */
export function pairLeft(
  a: StoryKeys,
  b: StoryKeys,
  partners: Partners,
  last?: Level,
  maxSteps = Infinity,
): Map<number, number> {
  const pairs = new Map<number, number>();
  const takenIndexes = new Set(partners);
  for (const levelKey of last ? [...levels, last] : levels) {
    const ofA = range(0, a.length).filter((i) => partners[i]! < 0 && !pairs.has(i));
    const ofB = range(0, b.length).filter((j) => !takenIndexes.has(j));
    const indexesOfB = Map.groupBy(ofB, (j) => levelKey(b[j]!));
    for (const [key, indexes] of Map.groupBy(ofA, (i) => levelKey(a[i]!))) {
      const others = (key !== undefined && indexesOfB.get(key)) || [];
      if (levelKey === last && Math.max(indexes.length, others.length) > maxSteps) continue;
      for (const [at, other] of others.slice(0, indexes.length).entries()) {
        pairs.set(indexes[at]!, other);
        takenIndexes.add(other);
      }
    }
  }
  return pairs;
}
