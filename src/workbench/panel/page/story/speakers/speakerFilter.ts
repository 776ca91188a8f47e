import { countOf } from "#model/counts.ts";
import type { StoryGroup } from "#workbench/panel/page/story/groups/storyGroups.ts";
import { groupsBySpeaker } from "#workbench/panel/page/story/outline/outlineEntries.ts";
import type { HiddenSteps } from "#workbench/panel/page/story/storyLines.ts";
import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";
import { speakerId } from "./speakerNames.ts";

export interface SpeakerSteps {
  id: string;
  speaker: SpeakerView;
  /** How many steps it has, without those of the agents that it started. */
  steps: number;
  isAsked: boolean;
}

export interface ShownStory {
  groups: readonly StoryGroup[];
  last: StoryGroup | undefined;
  /** In order of their sequences. */
  steps: readonly StepView[];
  hidden: readonly HiddenSteps[];
  /** Whether the agents that the speaker started are shown, too. */
  withAsked: boolean;
}

const maxNames = 3;

/** All speakers, in the order in which they began, each followed by those that it started. */
export function speakersOf(groups: readonly StoryGroup[]): SpeakerSteps[] {
  const all = new Map<string, SpeakerSteps>();
  const add = (speaker: SpeakerView | undefined, steps: number, isAsked: boolean): void => {
    if (!speaker) return;
    const id = speakerId(speaker);
    const before = all.get(id);
    if (before) before.steps += steps;
    else all.set(id, { id, speaker, steps, isAsked });
  };
  for (const part of groupsBySpeaker(groups.filter(({ speaker }) => speaker))) {
    for (const { speaker, steps } of part) add(speaker, steps.length, false);
    for (const { inside } of part) for (const steps of inside.values()) add(steps[0]?.speaker, steps.length, true);
  }
  return [...all.values()];
}

/** The steps of one speaker, with those of the agents that it started, and notes about hidden steps between them. */
export function onlySpeaker(groups: readonly StoryGroup[], id: string): ShownStory {
  const shown: StoryGroup[] = [];
  const hidden: HiddenSteps[] = [];
  let names = new Set<string>();
  let omitted = 0;
  let withAsked = false;
  const note = (before: StoryGroup | undefined): void => {
    if (omitted > 0) hidden.push({ before, text: hiddenWords([...names], omitted) });
    names = new Set();
    omitted = 0;
  };
  for (const group of groups) {
    const own = group.speaker !== undefined && speakerId(group.speaker) === id;
    const parts = own ? [group] : partsOf(group, id);
    if (!own) {
      names.add(group.speaker?.name ?? "Others");
      omitted += stepCount(group) - parts.reduce((sum, part) => sum + part.steps.length, 0);
    }
    for (const part of parts) {
      note(part);
      shown.push(part);
    }
    withAsked ||= own && group.inside.size > 0;
  }
  note(undefined);
  const steps = shown.flatMap(stepsOf).sort((a, b) => a.sequence - b.sequence);
  return { groups: shown, last: groups.at(-1), steps, hidden, withAsked };
}

/** An unchanged group keeps its parts, and so their lines: a batch into 50,000 steps takes 6 ms instead of 50. */
const partsCache = new WeakMap<StoryGroup, { id: string; parts: readonly StoryGroup[] }>();

/** The steps of a sub-agent within a group of another, for each call that started it. */
function partsOf(group: StoryGroup, id: string): readonly StoryGroup[] {
  const before = partsCache.get(group);
  if (before?.id === id) return before.parts;
  const parts = [...group.inside].flatMap(([call, steps]): StoryGroup[] => {
    const speaker = steps[0]?.speaker;
    if (!speaker || speakerId(speaker) !== id) return [];
    return [{ key: `in ${call}`, speaker, steps, inside: within(group, steps), ...timesOf(group, call, steps) }];
  });
  partsCache.set(group, { id, parts });
  return parts;
}

/** A sub-agent works as long as the call that started it. While that runs, the last news of the agent counts. */
function timesOf(
  group: StoryGroup,
  call: string,
  steps: readonly StepView[],
): Pick<StoryGroup, "from" | "until" | "ended"> {
  const callStep = stepsOf(group).find(({ id }) => id === call);
  const ended = callStep?.kind === "tool" && callStep.state !== "running" ? callStep.until : undefined;
  const { at = 0, until = at } = steps.at(-1) ?? {};
  return { from: callStep?.at, until: ended ?? until, ended };
}

function within({ inside }: StoryGroup, steps: readonly StepView[]): ReadonlyMap<string, readonly StepView[]> {
  const found = new Map<string, readonly StepView[]>();
  const queue = [...steps];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const more = inside.get(next.id);
    if (!more) continue;
    found.set(next.id, more);
    queue.push(...more);
  }
  return found;
}

function stepsOf({ steps, inside }: StoryGroup): StepView[] {
  return [...steps, ...[...inside.values()].flat()];
}

function stepCount({ steps, inside }: StoryGroup): number {
  return [...inside.values()].reduce((sum, list) => sum + list.length, steps.length);
}

export function countSteps(groups: readonly StoryGroup[]): number {
  return groups.reduce((sum, group) => sum + stepCount(group), 0);
}

/** *Input, Classify ticket: 2 steps hidden*. */
function hiddenWords(names: readonly string[], steps: number): string {
  const more = names.length - maxNames;
  const named = [...names.slice(0, maxNames), ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return `${named}: ${countOf(steps, "step")} hidden`;
}
