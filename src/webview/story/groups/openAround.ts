import type { StepView } from "../../../protocol/storyViews.ts";
import { firstAbove } from "../../state/firstAbove.ts";
import type { StoryMemory } from "../../state/viewMemory.ts";

/** Expands the calls of sub-agents that hide a step. */
export function openAround(story: readonly StepView[], { target, open }: Pick<StoryMemory, "target" | "open">): void {
  if (target === undefined) return;
  const step = story[firstAbove(story, target) - 1];
  for (let call = step?.speaker?.calledBy; call !== undefined;) {
    open.set(call, true);
    const id = call;
    call = story.findLast((each) => each.id === id)?.speaker?.calledBy;
  }
}
