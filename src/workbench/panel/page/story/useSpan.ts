import { parseTime, preciseTime } from "#model/isoTime.ts";
import { isTerminal } from "#model/status.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { endedOf, type StoryGroup } from "./groups/storyGroups.ts";

/**
 * How long an iteration, or all of a speaker, took, in milliseconds, counting while it runs.
 * @param current whether the last of the groups is the story's last one, which ends with the run unless its node ends
 */
export function useSpan(groups: readonly StoryGroup[], current: boolean, header: RunHeader): number | undefined {
  const ended = endedOf(groups);
  const goesOn = current && ended === undefined && !isTerminal(header.status);
  const asOf = parseTime(header.asOf);
  const now = useNow(goesOn && asOf === undefined, 1000);
  const from = groups[0]?.from ?? groups[0]?.begun ?? groups[0]?.steps.find((step) => step.at !== undefined)?.at;
  const start = preciseTime(header.startedAt);
  const end = goesOn ? (asOf ?? now) : preciseTime(header.endedAt);
  // The run's times may be in whole seconds.
  const last = groups.at(-1)?.steps.findLast(({ at }) => at !== undefined);
  const lastKnown = last?.until ?? last?.at ?? 0;
  const ofRun = start === undefined || end === undefined ? undefined : Math.max(end - start, lastKnown);
  const to = ended ?? (current ? ofRun : groups.at(-1)?.until);
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}
