import type { StoryKeys } from "../keys/storyKeys.ts";
import { anchorsOf } from "./anchors.ts";
import { Scores } from "./scores.ts";
import { between, type Stretch } from "./uniquePairs.ts";
import { WindowAlign } from "./windowAlign.ts";

/** A stretch with no more cells than this (steps of A times steps of B) is aligned as a whole. */
const smallStretch = 400_000;
/** Anchors within anchors within anchors: deeper than this nothing is gained. */
const deepest = 16;

/** In `partners`, the place of a step of A holds the position of its partner in B, or -1. */
export type Partners = Int32Array;

/**
 * Finds for each step of A its partner in B, in the order of both.
 *
 * 1. Equal steps at both ends are partners. In any best alignment they can be, so the first difference is exact.
 * 2. A small stretch is aligned for the highest score (`WindowAlign`).
 * 3. A large one is cut at steps that occur once on each side (limit, as `git diff --limit` does): unlike the
 *    longest common subsequence, that doesn't take steps for partners which occur everywhere, and it takes `n log n`.
 *    Where results vary, steps with the same arguments serve, and groups of steps whose order is unique.
 * 4. What has no such steps is aligned window by window, which follows what drifts by up to 200 steps.
 *
 * @param isOpen the end of the whole is no end of the runs, so that equal steps there need not be partners
 */
export function alignSteps(a: StoryKeys, b: StoryKeys, whole: Stretch, isOpen = false): Partners {
  const partners = new Int32Array(a.length).fill(-1);
  const pair = (i: number, j: number): void => {
    partners[i] = j;
  };
  const scores = new Scores(a, b);
  const windows = new WindowAlign(scores);
  const left: { stretch: Stretch; depth: number }[] = [{ stretch: whole, depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const stretch = withoutEqualEnds(a, b, next.stretch, pair, isOpen && next.stretch.bEnd === whole.bEnd);
    const cells = (stretch.aEnd - stretch.a) * (stretch.bEnd - stretch.b);
    if (cells === 0) continue;
    const anchors = cells <= smallStretch || next.depth >= deepest ? undefined : anchorsOf(a, b, stretch);
    if (!anchors) windows.align(stretch, pair);
    else for (const part of between(stretch, anchors)) left.push({ stretch: part, depth: next.depth + 1 });
  }
  return partners;
}

function withoutEqualEnds(
  a: StoryKeys,
  b: StoryKeys,
  stretch: Stretch,
  pair: (i: number, j: number) => void,
  isOpen: boolean,
): Stretch {
  let { a: i, aEnd, b: j, bEnd } = stretch;
  while (i < aEnd && j < bEnd && a.full[i] === b.full[j]) pair(i++, j++);
  if (isOpen) return { a: i, aEnd, b: j, bEnd };
  while (i < aEnd && j < bEnd && a.full[aEnd - 1] === b.full[bEnd - 1]) pair(--aEnd, --bEnd);
  return { a: i, aEnd, b: j, bEnd };
}
