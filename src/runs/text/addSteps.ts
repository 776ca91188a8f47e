import * as z from "zod";
import { countOf, formatCount } from "#model/counts.ts";
import type { StorySteps } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { RunData } from "./runData.ts";
import { stepText, type StepTextOptions } from "./stepText.ts";

/** How many steps are read at once. */
const stretchLength = 50;

/** A position in a story: the index of a step, and whether the steps before it are wanted. */
export const storyPosition = z.strictObject({ at: z.int().min(0), back: z.boolean() });
export type StoryPosition = z.infer<typeof storyPosition>;

export interface StoryPart {
  /** `steps 3 to 12` */
  shown: string;
  /** Says how many steps are left out; `undefined` at the end of the story. */
  leftOut: string | undefined;
  /** The index at which the next part begins. */
  next: number;
}

/** Adds steps from a position on, in their order, or those before it, as far as the budget allows. */
export function addSteps(
  data: RunData,
  story: StorySteps,
  { at, back }: StoryPosition,
  options: StepTextOptions = {},
): StoryPart {
  const total = story.length;
  const start = Math.min(at, total);
  const firstLine = data.count;
  const end = visitSteps(story, { at: start, back }, (step, position) => {
    const text = stepText(step, position, story, options);
    if (data.add(text, back ? firstLine : undefined)) return true;
    return data.count === firstLine && data.addStart(text) > 0;
  });
  const [first, last] = back ? [end, start] : [start, end];
  const left = back ? end : total - end;
  return {
    shown: rangeWords(first, last),
    leftOut: left === 0 ? undefined : `Left out: ${countOf(left, "step")} ${back ? "before" : "after"} these.`,
    next: end,
  };
}

/** *steps 3 to 9*, *step 3*. @param last the index after the last step */
function rangeWords(first: number, last: number): string {
  if (first === last) return "no steps";
  return last - first === 1 ? `step ${formatCount(last)}` : `steps ${formatCount(first + 1)} to ${formatCount(last)}`;
}

/** Visits steps from a position on, or those before it, until one isn't taken. @returns the end of those taken */
export function visitSteps(
  story: Pick<StorySteps, "slice">,
  { at, back }: StoryPosition,
  take: (step: StoryStep, position: number) => boolean,
): number {
  for (let end = at; ;) {
    const some = story.slice(back ? Math.max(0, end - stretchLength) : end, back ? end : end + stretchLength);
    if (some.length === 0) return end;
    for (const step of back ? some.reverse() : some) {
      if (!take(step, back ? end - 1 : end)) return end;
      end += back ? -1 : 1;
    }
  }
}
