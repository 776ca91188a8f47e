import * as z from "zod";
import { formatCount } from "../../model/counts.ts";
import type { StorySteps } from "../story/runStory.ts";
import type { RunData } from "./runData.ts";
import { stepText, type StepTextOptions } from "./stepText.ts";

/** How many steps are read at once. */
const stretch = 50;

/** A place in a story: the position of a step, and whether the steps before it are wanted. */
export const stepPlace = z.strictObject({ at: z.int().min(0), back: z.boolean() });
export type StepPlace = z.infer<typeof stepPlace>;

export interface StoryPart {
  /** `steps 3 to 12` */
  shown: string;
  /** Says how many steps are left out; `undefined` at the end of the story. */
  leftOut: string | undefined;
  /** Where the next part begins. */
  next: number;
}

/** Adds steps from a place on, in their order, or those before it, as far as the budget allows. */
export function addSteps(
  data: RunData,
  story: StorySteps,
  { at, back }: StepPlace,
  options: StepTextOptions = {},
): StoryPart {
  const total = story.length;
  const start = Math.min(at, total);
  const place = data.count;
  let end = start;
  for (let isFull = false; !isFull && (back ? end > 0 : end < total);) {
    const from = back ? Math.max(0, end - stretch) : end;
    const some = story.slice(from, back ? end : end + stretch);
    while (some.length > 0) {
      const step = (back ? some.pop() : some.shift())!;
      const text = stepText(step, back ? end - 1 : end, story, options);
      const isFirst = data.count === place;
      isFull = !data.add(text, back ? place : undefined) && (!isFirst || data.addStart(text) === 0);
      if (isFull) break;
      end += back ? -1 : 1;
    }
  }
  const [first, last] = back ? [end, start] : [start, end];
  const left = back ? end : total - end;
  return {
    shown: first === last ? "none of its steps" : `steps ${formatCount(first + 1)} to ${formatCount(last)}`,
    leftOut: left === 0 ? undefined : `Left out: ${formatCount(left)} steps ${back ? "before" : "after"} these.`,
    next: end,
  };
}
