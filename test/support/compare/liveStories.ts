import { StepList } from "../../../src/runs/story/stepList.ts";
import type { StoryStep } from "../../../src/runs/story/storySteps.ts";

/** The steps of a run as its story holds them. */
export function listOf(steps: readonly StoryStep[]): StepList {
  const list = new StepList();
  for (const step of steps) list.add(step);
  list.takeChanges();
  return list;
}

/** Adds a step as it comes in a stream: it begins, and then it ends. @param look is called after each change */
export function play(step: StoryStep, list: StepList, look: () => void): void {
  if (step.kind === "tool") {
    list.add({ ...step, state: "running", result: undefined, until: undefined });
    look();
    list.replace(step);
  } else if (step.kind === "text") {
    list.add({ ...step, text: step.text.slice(0, 3), growing: true });
    list.replace({ ...step, growing: true }, step.text.slice(3));
    look();
    list.replace(step);
  } else {
    list.add(step);
  }
  look();
}
