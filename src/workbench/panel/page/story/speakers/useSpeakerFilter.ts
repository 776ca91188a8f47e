import { useLayoutEffect, useMemo, useReducer, useState } from "preact/hooks";
import type { RunState } from "#workbench/panel/page/messages.ts";
import type { ViewMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { StoryGrouper } from "#workbench/panel/page/story/groups/storyGroups.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { countSteps, onlySpeaker, type ShownStory, speakersOf } from "./speakerFilter.ts";

export type SpeakerFilter = ReturnType<typeof useSpeakerFilter>;

/**
 * The story in groups, or the steps of one speaker. A jump to a hidden step shows all speakers.
 *
 * @param isSeen whether the story or the timeline is visible; otherwise nothing is computed
 */
export function useSpeakerFilter(
  story: readonly StepView[],
  run: RunState | undefined,
  memory: ViewMemory,
  isSeen: boolean,
) {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const [grouper] = useState(() => new StoryGrouper());
  const groups = isSeen ? grouper.group(story, run?.spans) : grouper.shown;
  const speakers = useMemo(() => speakersOf(groups), [groups]);
  const { speaker } = memory;
  const chosen = speakers.find(({ id }) => id === speaker);
  const filtered = useMemo(() => (chosen ? onlySpeaker(groups, chosen.id) : undefined), [groups, chosen?.id]);
  const { target, jump } = memory.story;
  const leadsAway =
    filtered !== undefined && jump === true && !filtered.steps.some(({ sequence }) => sequence === target);
  useLayoutEffect(() => {
    if (leadsAway) memory.speaker = undefined;
  });
  const only = leadsAway ? undefined : chosen;
  const all = useMemo(
    (): ShownStory => ({ groups, last: groups.at(-1), steps: story, hidden: [], withAsked: false }),
    [groups, story],
  );
  return {
    shown: only && filtered ? filtered : all,
    speakers,
    steps: only ? countSteps(groups) : story.length,
    only,
    choose: (id: string | undefined): void => {
      memory.speaker = id;
      redraw(undefined);
    },
  };
}
