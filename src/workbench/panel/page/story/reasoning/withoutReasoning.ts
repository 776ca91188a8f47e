import type { StoryGroup } from "#workbench/panel/page/story/groups/storyGroups.ts";
import type { ShownStory } from "#workbench/panel/page/story/speakers/speakerFilter.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

export function isReasoning({ kind }: StepView): boolean {
  return kind === "reasoning";
}

/** The story without what models thought. Its groups keep their times; one that has nothing else isn't there. */
export function withoutReasoning({ groups, last, steps, hidden, withAsked }: ShownStory): ShownStory {
  const kept = groups.flatMap((group) => groupWithout(group) ?? []);
  // A note about hidden steps stands before the next group that is left.
  const nextOf = (before: StoryGroup | undefined): StoryGroup | undefined =>
    before && groups.slice(groups.indexOf(before)).map(groupWithout).find(Boolean);
  return {
    groups: kept,
    last: last && groupWithout(last),
    steps: steps.filter((step) => !isReasoning(step)),
    hidden: hidden.map(({ before, text }) => ({ before: nextOf(before), text })),
    withAsked,
  };
}

/** An unchanged group keeps what is left of it, and so its lines. */
const groupCache = new WeakMap<StoryGroup, { left: StoryGroup | undefined }>();

function groupWithout(group: StoryGroup): StoryGroup | undefined {
  const before = groupCache.get(group);
  if (before) return before.left;
  const left = leftOf(group);
  groupCache.set(group, { left });
  return left;
}

function leftOf(group: StoryGroup): StoryGroup | undefined {
  const steps = group.steps.filter((step) => !isReasoning(step));
  if (steps.length === 0) return undefined;
  const begun = group.steps.find(({ at }) => at !== undefined)?.at;
  const inside = [...group.inside].map(([call, own]) => [call, own.filter((step) => !isReasoning(step))] as const);
  return { ...group, begun, steps, inside: new Map(inside.filter(([, own]) => own.length > 0)) };
}
