import type { StepKey, StoryKeys } from "#runs/compare/keys/storyKeys.ts";
import { commonSequence, type Stretch } from "./commonSequence.ts";

export type Level = (key: StepKey) => string | undefined;

/** In `partners`, the item at the index of a step of A is the index of its partner in B, or -1. */
export type Partners = number[];

/** The levels that pair equal steps, and then calls with the same arguments. A step without a key has no partner. */
export const sureLevels: readonly Level[] = [
  // What says nothing occurs everywhere, and would part steps that say something.
  ({ isMarker, full }) => (isMarker ? undefined : full),
  ({ hasArgs, strong }) => (hasArgs ? strong : undefined),
];

/**
 * Finds for each step of A its partner in B, in the order of both: equal steps at both ends, so that the first
 * difference is exact; then the equal ones between; and between those, calls with the same arguments and steps of the
 * same name.
 *
 * @param levels by what steps become partners, the surest first
 */
export function alignSteps(
  a: StoryKeys,
  b: StoryKeys,
  levels: readonly Level[] = [...sureLevels, ({ name }) => name, ({ form }) => form],
): Partners {
  const partners = Array.from({ length: a.length }, () => -1);
  let { a: i, aEnd, b: j, bEnd } = { a: 0, aEnd: a.length, b: 0, bEnd: b.length };
  while (i < aEnd && j < bEnd && a[i]!.full === b[j]!.full) partners[i++] = j++;
  while (i < aEnd && j < bEnd && a[aEnd - 1]!.full === b[bEnd - 1]!.full) partners[--aEnd] = --bEnd;
  const align = (stretch: Stretch, level: number): void => {
    const levelKey = levels[level];
    if (!levelKey || stretch.a === stretch.aEnd || stretch.b === stretch.bEnd) return;
    const keysOf = (keys: StoryKeys, from: number, end: number): (string | object)[] =>
      keys.slice(from, end).map((key) => levelKey(key) ?? {});
    const common = commonSequence(keysOf(a, stretch.a, stretch.aEnd), keysOf(b, stretch.b, stretch.bEnd));
    let { a: from, b: fromB } = stretch;
    for (const shared of common) {
      const pair = { a: stretch.a + shared.a, b: stretch.b + shared.b };
      partners[pair.a] = pair.b;
      align({ a: from, aEnd: pair.a, b: fromB, bEnd: pair.b }, level + 1);
      from = pair.a + 1;
      fromB = pair.b + 1;
    }
    align({ ...stretch, a: from, b: fromB }, level + 1);
  };
  align({ a: i, aEnd, b: j, bEnd }, 0);
  return partners;
}
