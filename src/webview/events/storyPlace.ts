import type { StepView } from "../../protocol/storyViews.ts";

/** Where in the story an event is told: the sequence of the last item that had begun by then. */
export function storyPlace(story: readonly StepView[], sequence: number): number | undefined {
  return story.findLast((item) => item.sequence <= sequence)?.sequence;
}
