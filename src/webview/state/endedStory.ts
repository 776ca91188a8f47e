import type { StepView } from "../../protocol/storyViews.ts";

/**
 * The story of a run that has ended. If the event is lost that ends a text, a call or an input request, the end of the
 * run ends it, so that nothing looks active.
 */
export function endedStory(story: readonly StepView[]): readonly StepView[] {
  return story.some((step) => ended(step) !== step) ? story.map(ended) : story;
}

function ended(step: StepView): StepView {
  if (step.kind === "text" && step.growing) return { ...step, growing: false };
  if (step.kind === "tool" && step.state === "running") return { ...step, state: "unfinished" };
  if (step.kind === "request" && step.pending) return { ...step, pending: false };
  return step;
}
