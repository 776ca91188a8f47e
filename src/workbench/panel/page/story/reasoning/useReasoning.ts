import { useLayoutEffect, useMemo, useReducer } from "preact/hooks";
import type { ViewMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

export interface ShownReasoning {
  /** The steps to show, in story, timeline and search. */
  story: readonly StepView[];
  /** How many steps are hidden. */
  hidden: number;
  hasAny: boolean;
  toggle: () => void;
}

/** The story with or without what models thought. A jump to a hidden step shows all of them. */
export function useReasoning(story: readonly StepView[], memory: ViewMemory): ShownReasoning {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const hasAny = useMemo(() => story.some(isReasoning), [story]);
  const { target, jump } = memory.story;
  const leadsAway =
    memory.hidesReasoning && jump === true && story.some((step) => step.sequence === target && isReasoning(step));
  useLayoutEffect(() => {
    if (leadsAway) memory.hidesReasoning = false;
  });
  const hides = memory.hidesReasoning && !leadsAway && hasAny;
  const shown = useMemo(() => (hides ? story.filter((step) => !isReasoning(step)) : story), [story, hides]);
  const toggle = (): void => {
    memory.hidesReasoning = !memory.hidesReasoning;
    redraw(undefined);
  };
  return { story: shown, hidden: story.length - shown.length, hasAny, toggle };
}

function isReasoning({ kind }: StepView): boolean {
  return kind === "reasoning";
}
