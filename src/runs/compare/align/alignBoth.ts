import type { StoryKeys } from "../keys/storyKeys.ts";
import { alignLive, inverse } from "./alignLive.ts";
import type { Partners } from "./alignSteps.ts";
import { batchOf } from "./parallelCalls.ts";

/** How far two runs that both go on can be compared. */
interface BothAlignment {
  /** By position in A, the position in B. */
  readonly partners: Partners;
  /** How many steps of each run the other one has reached. */
  readonly reached: { readonly a: number; readonly b: number };
  /** Positions of calls that are due in any order. */
  readonly awaited: { readonly a: ReadonlySet<number>; readonly b: ReadonlySet<number> };
}

/**
 * Finds the partners of two runs that both go on. Either may be behind the other one: the alignment with fewer
 * differences counts, since each step that comes may still turn a difference into a step that was not reached.
 */
export function alignBoth(a: StoryKeys, b: StoryKeys): BothAlignment {
  const ofB = behind(a, b);
  const ofA = behind(b, a);
  const due = { a: new Set<number>(), b: new Set<number>() };
  const [lastOfA, lastOfB] = [growingBatch(a), growingBatch(b)];
  // The calls of both batches may begin in any order, and neither batch is complete.
  if (lastOfA.length > 0 && lastOfB.length > 0) {
    for (const at of lastOfA) due.a.add(at);
    for (const at of lastOfB) due.b.add(at);
  }
  if (differences(b, a, ofA) < differences(a, b, ofB)) {
    const { partners, reached, reachedByAhead, awaited } = ofA;
    return {
      partners: inverse(partners, a.length),
      reached: { a: reachedByAhead, b: reached },
      awaited: { a: due.a, b: new Set([...due.b, ...awaited]) },
    };
  }
  const { partners, reached, reachedByAhead, awaited } = ofB;
  return {
    partners,
    reached: { a: reached, b: reachedByAhead },
    awaited: { a: new Set([...due.a, ...awaited]), b: due.b },
  };
}

type Behind = ReturnType<typeof alignLive> & {
  /** How many steps of the run behind were reached by the one ahead. */
  readonly reachedByAhead: number;
};

function behind(ahead: StoryKeys, live: StoryKeys): Behind {
  const found = alignLive(ahead, live);
  const last = found.partners.findLastIndex((partner) => partner >= 0);
  // Where the run ahead has nothing after their last common step, it may still do what the other one did next.
  const isAtEnd = last === ahead.length - 1;
  const reachedByAhead = isAtEnd
    ? found.partners.reduce((most, partner) => Math.max(most, partner + 1), 0)
    : live.length;
  return { ...found, reachedByAhead };
}

function differences(
  ahead: StoryKeys,
  live: StoryKeys,
  { partners, reached, reachedByAhead, awaited }: Behind,
): number {
  let count = 0;
  let paired = 0;
  for (let at = 0; at < reached; at++) {
    const partner = partners[at]!;
    if (partner >= 0) paired += 1;
    if (partner < 0 ? !awaited.has(at) : ahead.full[at] !== live.full[partner]) count += 1;
  }
  return count + reachedByAhead - paired;
}

/** The last calls of a run, if more of them may begin at the same time. */
function growingBatch(keys: StoryKeys): readonly number[] {
  const last = keys.length - 1;
  return last >= 0 && keys.isBundled(last) ? batchOf(keys, last) : [];
}
