import type { StepView } from "../../protocol/storyViews.ts";

/**
 * The story of a run that has ended. If the event is lost that ends a text, a call or an input request, the end of the
 * run ends it, so that nothing looks active.
 */
export function endedStory(story: readonly StepView[]): readonly StepView[] {
  return story.some((item) => ended(item) !== item) ? story.map(ended) : story;
}

function ended(item: StepView): StepView {
  if (item.kind === "text" && item.growing) return { ...item, growing: false };
  if (item.kind === "tool" && item.state === "running") return { ...item, state: "unfinished" };
  if (item.kind === "request" && item.pending) return { ...item, pending: false };
  return item;
}
