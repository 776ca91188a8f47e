import type { StoryKeys } from "../keys/storyKeys.ts";
import { commonSequence } from "./commonSequence.ts";
import { between, type Stretch } from "./uniquePairs.ts";

/** In `partners`, the place of a step of A holds the position of its partner in B, or -1. */
export type Partners = Int32Array;

/** By what steps become partners, the surest first; a step without a key has none. */
const levels: readonly ((keys: StoryKeys, at: number) => number | undefined)[] = [
  // What says nothing occurs everywhere, and would part steps that say something.
  (keys, at) => (keys.has(at, "marker") ? undefined : keys.full[at]),
  (keys, at) => (keys.has(at, "args") ? keys.strong[at] : undefined),
  (keys, at) => keys.name[at],
  (keys, at) => keys.form[at],
];

/**
 * Finds for each step of A its partner in B, in the order of both: equal steps at both ends, so that the first
 * difference is exact; then the equal ones between; and between those, calls with the same arguments and steps of the
 * same name.
 */
export function alignSteps(a: StoryKeys, b: StoryKeys): Partners {
  const partners = new Int32Array(a.length).fill(-1);
  let { a: i, aEnd, b: j, bEnd } = { a: 0, aEnd: a.length, b: 0, bEnd: b.length };
  while (i < aEnd && j < bEnd && a.full[i] === b.full[j]) partners[i++] = j++;
  while (i < aEnd && j < bEnd && a.full[aEnd - 1] === b.full[bEnd - 1]) partners[--aEnd] = --bEnd;
  const left: { stretch: Stretch; level: number }[] = [{ stretch: { a: i, aEnd, b: j, bEnd }, level: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { stretch, level } = next;
    const keyAt = levels[level];
    if (!keyAt || stretch.a === stretch.aEnd || stretch.b === stretch.bEnd) continue;
    const keysOf = (keys: StoryKeys, from: number, end: number): (number | object)[] =>
      Array.from({ length: end - from }, (_, at) => keyAt(keys, from + at) ?? {});
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
