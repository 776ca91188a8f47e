import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { StoryGroup } from "./storyGroups.ts";

export type StoryGroups = [StoryGroup, ...StoryGroup[]];

/** Puts parallel nodes side by side, if they have one text each and no iterations. */
export function besides(groups: readonly StoryGroup[]): StoryGroups[] {
  const parts: StoryGroups[] = [];
  let end = -Infinity;
  for (const group of groups) {
    const last = parts.at(-1);
    const from = group.begun ?? group.steps[0]?.at;
    const canJoin = isPlain(group);
    if (last && canJoin && from !== undefined && from < end) last.push(group);
    else {
      parts.push([group]);
      end = -Infinity;
    }
    if (canJoin) end = Math.max(end, endOf(group));
  }
  return parts;
}

/** In characters: the longest text in a card beside others. A longer one is shown below them. */
const maxTextLength = 20_000;

function isPlain({ speaker, iteration, steps }: StoryGroup): boolean {
  if (iteration !== undefined || (speaker?.group !== "llms" && speaker?.group !== "tools")) return false;
  return steps.length < 4 && steps.every((step) => step.kind === "tool" || step.kind === "model" || isShort(step));
}

function isShort(step: StepView): boolean {
  return "growing" in step && step.text.length < maxTextLength;
}

function endOf({ steps }: StoryGroup): number {
  return Math.max(...steps.map((step) => (goesOn(step) ? Infinity : (step.until ?? step.at ?? -Infinity))));
}

function goesOn(step: StepView): boolean {
  if ("growing" in step) return step.growing;
  return (step.kind === "tool" || step.kind === "model") && step.state === "running";
}

/** How long parallel nodes took together, in milliseconds; `undefined` while one of them runs. */
export function spanOfNodes(groups: readonly StoryGroup[]): number | undefined {
  const from = Math.min(...groups.map(({ steps }) => steps[0]?.at ?? Number.NaN));
  const to = Math.max(...groups.map(endOf));
  return Number.isFinite(to - from) ? to - from : undefined;
}
