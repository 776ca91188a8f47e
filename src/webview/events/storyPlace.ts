import type { StepView } from "../../protocol/storyViews.ts";

/** The place of an event in the story: the sequence of the last step that had begun by then. */
export function storyPlace(story: readonly StepView[], sequence: number): number | undefined {
  return story.findLast((step) => step.sequence <= sequence)?.sequence;
}
