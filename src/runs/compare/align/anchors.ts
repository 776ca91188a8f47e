import { Digest } from "../keys/digest.ts";
import type { StoryKeys } from "../keys/storyKeys.ts";
import { between, increasing, type Places, type Stretch, uniquePairs } from "./uniquePairs.ts";

/** Anchors that part more than this share of the steps that both sides have from their equals are wrong. */
const mostParted = 0.3;

/** The key of what begins at a position; `undefined` where nothing does that could be an anchor. */
type KeyAt = (keys: StoryKeys, position: number, end: number) => number | undefined;

/** What may serve as an anchor, the best first. */
const levels: readonly KeyAt[] = [
  (keys, at) => (keys.has(at, "marker") ? undefined : keys.full[at]),
  (keys, at) => (keys.has(at, "args") ? keys.strong[at] : undefined),
  (keys, at, end) => groupKey(keys.full, at, end, 3),
  (keys, at, end) => groupKey(keys.strong, at, end, 4),
];

/** Steps that occur once on each side and in the same order; `undefined` when there are none that help. */
export function anchorsOf(a: StoryKeys, b: StoryKeys, stretch: Stretch): Places[] | undefined {
  for (const keyAt of levels) {
    const anchors = increasing(
      uniquePairs(
        stretch,
        (at) => keyAt(a, at, stretch.aEnd),
        (at) => keyAt(b, at, stretch.bEnd),
      ),
    );
    if (anchors.length > 0 && !partsTooMuch(a, b, stretch, anchors)) return anchors;
  }
  return undefined;
}

function groupKey(keys: readonly number[], at: number, end: number, size: number): number | undefined {
  if (at + size > end) return undefined;
  const digest = new Digest();
  for (let place = at; place < at + size; place++) digest.number(keys[place]!);
  return digest.value;
}

/**
 * Whether the cuts part many steps from their equals: a single step that moved far, in a story that else repeats a few
 * steps, would be an anchor that makes all others differ.
 */
function partsTooMuch(a: StoryKeys, b: StoryKeys, stretch: Stretch, anchors: readonly Places[]): boolean {
  const kept = between(stretch, anchors).reduce((sum, part) => sum + inBoth(a, b, part), 0);
  return kept < inBoth(a, b, stretch) * (1 - mostParted);
}

/** How many steps both sides have, in whichever order. */
function inBoth(a: StoryKeys, b: StoryKeys, { a: i, aEnd, b: j, bEnd }: Stretch): number {
  const counts = new Map<number, number>();
  for (let at = i; at < aEnd; at++) counts.set(a.strong[at]!, (counts.get(a.strong[at]!) ?? 0) + 1);
  let both = 0;
  for (let at = j; at < bEnd; at++) {
    const left = counts.get(b.strong[at]!) ?? 0;
    if (left === 0) continue;
    both += 1;
    counts.set(b.strong[at]!, left - 1);
  }
  return both;
}
