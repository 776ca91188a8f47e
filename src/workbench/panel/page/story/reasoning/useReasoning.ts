import { useLayoutEffect, useMemo, useReducer } from "preact/hooks";
import type { ViewMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { ShownStory } from "#workbench/panel/page/story/speakers/speakerFilter.ts";
import { isReasoning, withoutReasoning } from "./withoutReasoning.ts";

export interface ShownReasoning {
  /** What is shown in story, timeline and search. */
  shown: ShownStory;
  /** How many steps are hidden. */
  hidden: number;
  hasAny: boolean;
  toggle: () => void;
}

/** The story with or without what models thought. A jump to a hidden step shows all of them. */
export function useReasoning(story: ShownStory, memory: ViewMemory): ShownReasoning {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const { steps } = story;
  const hasAny = useMemo(() => steps.some(isReasoning), [steps]);
  const { target, jump } = memory.story;
  const leadsAway =
    memory.hidesReasoning && jump === true && steps.some((step) => step.sequence === target && isReasoning(step));
  useLayoutEffect(() => {
    if (leadsAway) memory.hidesReasoning = false;
  });
  const hides = memory.hidesReasoning && !leadsAway && hasAny;
  const shown = useMemo(() => (hides ? withoutReasoning(story) : story), [story, hides]);
  const toggle = (): void => {
    memory.hidesReasoning = !memory.hidesReasoning;
    redraw(undefined);
  };
  return { shown, hidden: steps.length - shown.steps.length, hasAny, toggle };
}
