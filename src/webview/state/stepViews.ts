import type { StoryChange, StepView } from "../../protocol/storyViews.ts";
import { firstAbove } from "./firstAbove.ts";

/** Applies a batch of changes. Unchanged steps keep their identity, so that they aren't drawn again. */
export function changeStory(steps: readonly StepView[], changes: readonly StoryChange[]): readonly StepView[] {
  if (changes.length === 0) return steps;
  const next = [...steps];
  for (const change of changes) {
    if ("upsert" in change) upsert(next, change.upsert);
    else append(next, change);
  }
  return next;
}

/** A step keeps its first sequence, so a known step is found without visiting all of them. */
function upsert(steps: StepView[], step: StepView): void {
  const place = firstAbove(steps, step.sequence);
  for (let known = place - 1; steps[known]?.sequence === step.sequence; known -= 1) {
    if (steps[known]!.id !== step.id) continue;
    steps[known] = step;
    return;
  }
  steps.splice(place, 0, step);
}

/**
 * Text for a step that isn't here, or that isn't a text, can't be placed. The extension's next snapshot contains it.
 */
function append(steps: StepView[], { id, append: text }: Extract<StoryChange, { append: string }>): void {
  const place = steps.findLastIndex((step) => step.id === id);
  const step = steps[place];
  if (step?.kind === "text") steps[place] = { ...step, text: step.text + text };
}
