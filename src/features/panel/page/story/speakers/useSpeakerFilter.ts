import { useMemo, useReducer, useState } from "preact/hooks";
import type { ViewMemory } from "../../state/viewMemory.ts";
import type { StepView } from "../../storyViews.ts";
import { type StoryGroup, StoryGrouper } from "../groups/storyGroups.ts";
import { countSteps, onlySpeaker, type ShownStory, type SpeakerSteps, speakersOf } from "./speakerFilter.ts";

export interface SpeakerFilter {
  shown: ShownStory;
  speakers: readonly SpeakerSteps[];
  steps: number;
  only: SpeakerSteps | undefined;
  choose: (id: string | undefined) => void;
}

/**
 * The story in groups, or the steps of one speaker. A jump to a hidden step shows all speakers.
 *
 * @param isSeen whether the story or the timeline is visible; otherwise nothing is computed
 */
export function useSpeakerFilter(story: readonly StepView[], memory: ViewMemory, isSeen: boolean): SpeakerFilter {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const [grouper] = useState(() => new StoryGrouper());
  const groups = isSeen ? grouper.group(story) : grouper.shown;
  const speakers = useMemo(() => speakersOf(groups), [groups]);
  const { speaker } = memory;
  const wanted = speakers.find(({ id }) => id === speaker);
  const filtered = useMemo(() => (wanted ? onlySpeaker(groups, wanted.id) : undefined), [groups, wanted?.id]);
  const { target, jump } = memory.story;
  const leadsAway =
    filtered !== undefined && jump === true && !filtered.steps.some(({ sequence }) => sequence === target);
  if (leadsAway) memory.speaker = undefined;
  const only = leadsAway ? undefined : wanted;
  const all = useMemo(() => whole(groups, story), [groups, story]);
  return {
    shown: only && filtered ? filtered : all,
    speakers,
    steps: only ? countSteps(groups) : story.length,
    only,
    choose: (id) => {
      memory.speaker = id;
      redraw(undefined);
    },
  };
}

function whole(groups: readonly StoryGroup[], steps: readonly StepView[]): ShownStory {
  return { groups, last: groups.at(-1), steps, hidden: [], withAsked: false };
}
