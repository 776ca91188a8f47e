import type { RefObject } from "preact";
import type { StepView } from "../../protocol/storyViews.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import { useStepKeys } from "../ui/hooks/useStepKeys.ts";
import { isMain, stepThroughStory } from "./storyKeyboard.ts";

interface KeysOptions {
  scroller: RefObject<HTMLDivElement | null>;
  story: readonly StepView[];
  memory: StoryMemory;
  redraw: () => void;
  /** Goes to the end and stays there. */
  follow: () => void;
  scrollToTop: (top: number) => void;
}

/** The keys of the story, and its current step: the last one that had the focus. */
export function useStoryKeys({ scroller, story, memory, redraw, follow, scrollToTop }: KeysOptions) {
  /** `Home` and `End` go to the first and the last step; `End` also follows new ones. */
  const goToEnd = (event: KeyboardEvent): boolean => {
    const end = event.key === "End";
    if ((!end && event.key !== "Home") || !isMain(event.target)) return false;
    event.preventDefault();
    delete memory.target;
    Object.assign(memory, { atEnd: end, current: story.at(end ? -1 : 0)?.sequence, jump: true });
    if (end) follow();
    else scrollToTop(0);
    redraw();
    return true;
  };
  useStepKeys(scroller, (event) => stepThroughStory(event, scroller.current, memory));
  return {
    onKeyDown: (event: KeyboardEvent): void => {
      if (!goToEnd(event)) stepThroughStory(event, scroller.current, memory);
    },
    onFocusIn: ({ target }: FocusEvent): void => {
      const step = target instanceof Element ? target.closest<HTMLElement>("[data-sequence]") : null;
      if (!step || Number(step.dataset["sequence"]) === memory.current) return;
      memory.current = Number(step.dataset["sequence"]);
      redraw();
    },
  };
}
