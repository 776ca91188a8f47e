import type { StoryKeys } from "../keys/storyKeys.ts";
import { alignSteps, type Partners } from "./alignSteps.ts";
import { batchOf, pairBatches } from "./parallelCalls.ts";

/** So many more steps of the finished run are looked at than would be needed. */
const slack = 20;

interface LiveAlignment {
  /** By position in the finished run, the position in the live one. */
  readonly partners: Partners;
  /** How many steps of the finished run were reached. */
  readonly reached: number;
  /** Positions in the finished run of calls that are due in any order. */
  readonly awaited: ReadonlySet<number>;
}

/**
 * Finds the partners of a run that goes on. It is only so far: a step that it has not sent yet is no missing one. So of
 * the finished run only as much is looked at as the other one may have reached. A match after skipped steps counts only
 * once at least as many matches follow: after `A B C D`, a live `A D` may still send `B` and `C`.
 *
 * The calls of the batch in which the live run is may begin in any order: those that it has not made yet aren't
 * missing.
 */
export function alignLive(finished: StoryKeys, live: StoryKeys): LiveAlignment {
  let same = 0;
  while (same < live.length && same < finished.length && finished.full[same] === live.full[same]) same += 1;
  const aEnd = Math.min(finished.length, same + 2 * (live.length - same) + slack);
  const partners = alignSteps(finished, live, { a: 0, aEnd, b: 0, bEnd: live.length }, true);
  pairBatches(finished, live, partners);
  const reached = withoutFarPartners(partners, aEnd, finished);
  const batch = reached === 0 ? [] : batchOf(finished, reached - 1);
  return { partners, reached, awaited: new Set(batch.filter((at) => partners[at]! < 0)) };
}

/** @returns the position after the last partner that stays */
function withoutFarPartners(partners: Partners, end: number, finished: StoryKeys): number {
  let reached = end;
  let group: number[] = [];
  let at = end - 1;
  while (at >= 0) {
    if (partners[at]! >= 0) {
      group.push(at--);
      continue;
    }
    const batch = group.length === 0 ? [] : batchOf(finished, at + 1);
    let skipped = 0;
    for (; at >= 0 && partners[at]! < 0; at--) if (!batch.includes(at)) skipped += 1;
    if (group.length >= skipped) break;
    for (const far of group) partners[far] = -1;
    group = [];
    reached = at + 1;
  }
  return reached;
}

/** The partners by the other side. */
export function inverse(partners: Partners, length: number): Partners {
  const other = new Int32Array(length).fill(-1);
  partners.forEach((j, i) => {
    if (j >= 0) other[j] = i;
  });
  return other;
}
