import type { StepKey, StoryKeys } from "../keys/storyKeys.ts";
import type { Partners } from "./alignSteps.ts";
import { placesByKey, stretchOf } from "./uniquePairs.ts";

export interface Leftovers {
  /** Positions of the steps of A without a partner, in order. */
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** The steps without a partner. @param length how many steps B has */
export function leftoversOf(partners: Partners, length: number): Leftovers {
  const taken = new Set(partners);
  return {
    a: partners.flatMap((partner, at) => (partner < 0 ? [at] : [])),
    b: stretchOf(0, length).filter((at) => !taken.has(at)),
  };
}

/** By what leftovers become partners, the surest first. */
const levels = ["full", "strong", "weak"] as const;

type Level = (typeof levels)[number];

/**
 * Pairs leftovers that are elsewhere in the other story: first equal steps, then calls with the same arguments, then
 * calls that are the only ones of their tool. By position in A, the position in B. A step without content
 * (`started`, `resumed`) never moves.
 */
export function findMoves(a: StoryKeys, b: StoryKeys, leftovers: Leftovers): Map<number, number> {
  const moves = new Map<number, number>();
  const taken = new Set<number>();
  for (const level of levels) {
    const inA = byKey(a, level, leftovers.a, (at) => moves.has(at));
    const inB = byKey(b, level, leftovers.b, (at) => taken.has(at));
    for (const [key, places] of inA) {
      const others = inB.get(key) ?? [];
      if (level === "weak" && !areOne(a, b, places, others)) continue;
      for (let index = 0; index < Math.min(places.length, others.length); index++) {
        moves.set(places[index]!, others[index]!);
        taken.add(others[index]!);
      }
    }
  }
  return moves;
}

function byKey(
  keys: StoryKeys,
  level: Level,
  leftovers: readonly number[],
  isPaired: (at: number) => boolean,
): Map<string, number[]> {
  return placesByKey(leftovers, (at) => {
    const key = keys[at]!;
    if (isPaired(at) || !canMove(key, level)) return undefined;
    return level === "weak" ? key.form : key[level];
  });
}

function canMove({ kind, hasArgs, hasBody }: StepKey, level: Level): boolean {
  if (level === "weak") return kind === "tool";
  return hasArgs || (level === "full" && hasBody);
}

/** Whether the only call of a tool on each side may be the same one. */
function areOne(a: StoryKeys, b: StoryKeys, places: readonly number[], others: readonly number[]): boolean {
  const [i, j] = [places[0], others[0]];
  const isOnly = places.length === 1 && others.length === 1;
  return isOnly && i !== undefined && j !== undefined && a[i]!.speaker === b[j]!.speaker;
}
