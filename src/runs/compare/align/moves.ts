import type { StoryKeys } from "../keys/storyKeys.ts";
import type { Partners } from "./alignSteps.ts";

export interface Leftovers {
  /** Positions of the steps of A without a partner, in order. */
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** The steps of a range without a partner. */
export function leftoversOf(partners: Partners, aEnd: number, bEnd: number): Leftovers {
  const taken = new Uint8Array(bEnd);
  const a: number[] = [];
  for (let at = 0; at < aEnd; at++) {
    const partner = partners[at]!;
    if (partner < 0) a.push(at);
    else taken[partner] = 1;
  }
  const b: number[] = [];
  for (let at = 0; at < bEnd; at++) if (taken[at] === 0) b.push(at);
  return { a, b };
}

/**
 * Pairs leftovers that stand elsewhere in the other story: first equal steps, then calls with the same arguments. By
 * position in A, the position in B. A step that says nothing (`started`, `resumed`) never moves.
 */
export function findMoves(a: StoryKeys, b: StoryKeys, leftovers: Leftovers): Map<number, number> {
  const moves = new Map<number, number>();
  const taken = new Set<number>();
  for (const level of ["full", "strong"] as const) {
    const places = new Map<number, number[]>();
    for (const at of leftovers.b) {
      if (taken.has(at) || !canMove(b, at, level)) continue;
      const key = b[level][at]!;
      const known = places.get(key);
      if (known) known.push(at);
      else places.set(key, [at]);
    }
    for (const queue of places.values()) queue.reverse();
    for (const at of leftovers.a) {
      if (moves.has(at) || !canMove(a, at, level)) continue;
      const place = places.get(a[level][at]!)?.pop();
      if (place === undefined) continue;
      moves.set(at, place);
      taken.add(place);
    }
  }
  return moves;
}

function canMove(keys: StoryKeys, at: number, level: "full" | "strong"): boolean {
  return level === "strong" ? keys.has(at, "args") : keys.has(at, "args") || keys.has(at, "body");
}
