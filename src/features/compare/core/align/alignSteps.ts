import type { StepKey, StoryKeys } from "../keys/storyKeys.ts";
import { commonSequence } from "./commonSequence.ts";
import { between, type Stretch } from "./uniquePairs.ts";

/** In `partners`, the place of a step of A holds the position of its partner in B, or -1. */
export type Partners = number[];

/** By what steps become partners, the surest first; a step without a key has none. */
const levels: readonly ((key: StepKey) => string | undefined)[] = [
  // What says nothing occurs everywhere, and would part steps that say something.
  ({ isMarker, full }) => (isMarker ? undefined : full),
  ({ hasArgs, strong }) => (hasArgs ? strong : undefined),
  ({ name }) => name,
  ({ form }) => form,
];

/**
 * Finds for each step of A its partner in B, in the order of both: equal steps at both ends, so that the first
 * difference is exact; then the equal ones between; and between those, calls with the same arguments and steps of the
 * same name.
 */
export function alignSteps(a: StoryKeys, b: StoryKeys): Partners {
  const partners = Array.from({ length: a.length }, () => -1);
  let { a: i, aEnd, b: j, bEnd } = { a: 0, aEnd: a.length, b: 0, bEnd: b.length };
  while (i < aEnd && j < bEnd && a[i]!.full === b[j]!.full) partners[i++] = j++;
  while (i < aEnd && j < bEnd && a[aEnd - 1]!.full === b[bEnd - 1]!.full) partners[--aEnd] = --bEnd;
  const left: { stretch: Stretch; level: number }[] = [{ stretch: { a: i, aEnd, b: j, bEnd }, level: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { stretch, level } = next;
    const keyOf = levels[level];
    if (!keyOf || stretch.a === stretch.aEnd || stretch.b === stretch.bEnd) continue;
    const keysOf = (keys: StoryKeys, from: number, end: number): (string | object)[] =>
      keys.slice(from, end).map((key) => keyOf(key) ?? {});
    const common = commonSequence(keysOf(a, stretch.a, stretch.aEnd), keysOf(b, stretch.b, stretch.bEnd));
    const pairs = common.map((place) => ({ a: stretch.a + place.a, b: stretch.b + place.b }));
    for (const pair of pairs) partners[pair.a] = pair.b;
    const starts = pairs.map((pair) => ({ a: pair.a + 1, b: pair.b + 1 }));
    for (const [at, part] of between(stretch, starts).entries()) {
      // The pair that ends a part has its partners.
      const end = pairs[at];
      left.push({ stretch: end ? { ...part, aEnd: end.a, bEnd: end.b } : part, level: level + 1 });
    }
  }
  return partners;
}
