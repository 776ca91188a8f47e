import type { RefObject } from "preact";
import { isField, useStepKeys } from "#ui/hooks/useStepKeys.ts";
import { focusOn, reveal } from "#ui/reveal.ts";
import type { StoryMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

const keyMoves: Record<string, 1 | -1> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

/** The element that has the focus for a step: its own control if it has one, so that `Enter` collapses it. */
export function mainOf(step: HTMLElement): HTMLElement {
  return step.querySelector<HTMLElement>(".tool-head, .raw-line") ?? step;
}

function isMain(target: EventTarget | null): boolean {
  const step = target instanceof Element ? target.closest<HTMLElement>(".step") : null;
  return step !== null && mainOf(step) === target;
}

/**
 * `J` and `K` go to the next and the previous step. So do the arrows once a step has the focus and the view has passed
 * it; otherwise they scroll. `Escape` goes from a control of a step back to the step.
 */
function stepThroughStory(event: KeyboardEvent, scroller: HTMLElement | null, memory: StoryMemory): void {
  if (!scroller || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = [...scroller.querySelectorAll<HTMLElement>(".step")];
  const active = steps.findIndex((step) => step.contains(document.activeElement));
  const step = steps[active];
  const atMain = isMain(document.activeElement);
  if (event.key === "Escape" && step && !atMain) {
    event.preventDefault();
    return focusOn(mainOf(step));
  }
  const isArrow = event.key.startsWith("Arrow");
  const move = keyMoves[isArrow ? event.key : event.key.toLowerCase()];
  if (move === undefined || (isArrow && (!step || !atMain || goesOn(step, scroller, move)))) return;
  const target = step
    ? steps[active + move]
    : (knownStep(steps, scroller, memory) ?? steps.find((each) => isBelowTop(each, scroller)));
  if (!target) return;
  event.preventDefault();
  focusOn(mainOf(target));
  reveal(target);
}

/** In pixels: the height of the sticky head. */
const headHeight = 40;

/** Whether more of the step is out of view in that direction. */
function goesOn(step: HTMLElement, scroller: HTMLElement, move: 1 | -1): boolean {
  const [inner, outer] = [step.getBoundingClientRect(), scroller.getBoundingClientRect()];
  return move > 0 ? inner.bottom > outer.bottom + 1 : inner.top < outer.top + headHeight - 8;
}

/** The step where the story was opened, or that the reader was at, if it is in view. */
function knownStep(
  steps: readonly HTMLElement[],
  scroller: HTMLElement,
  { target, current }: StoryMemory,
): HTMLElement | undefined {
  const step = steps.find(({ dataset }) => Number(dataset["sequence"]) === (target ?? current));
  return step &&
    isBelowTop(step, scroller) &&
    step.getBoundingClientRect().top < scroller.getBoundingClientRect().bottom
    ? step
    : undefined;
}

function isBelowTop(step: HTMLElement, scroller: HTMLElement): boolean {
  return step.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top + headHeight;
}

interface KeysOptions {
  scroller: RefObject<HTMLDivElement | null>;
  story: readonly StepView[];
  memory: StoryMemory;
  redraw: () => void;
  follow: () => void;
  scrollToTop: (top: number) => void;
  onResult: () => void;
  isPart: boolean;
}

/** The keys of the story, and its current step: the last one that had the focus. */
export function useStoryKeys(options: KeysOptions) {
  const { scroller, story, memory, redraw, follow, scrollToTop, onResult, isPart } = options;
  /** `R` goes to the result or the failure. */
  const goToResult = (event: KeyboardEvent): boolean => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (key.toLowerCase() !== "r" || ctrlKey || metaKey || altKey || isField(target)) return false;
    event.preventDefault();
    onResult();
    return true;
  };
  const goTo = (end: boolean): void => {
    delete memory.target;
    Object.assign(memory, { atEnd: end, current: story.at(end ? -1 : 0)?.sequence, jump: true });
    if (end) follow();
    else scrollToTop(0);
    redraw();
  };
  /** `Home` and `End` go to the first and the last step; `End` also follows new ones. */
  const goToEnd = (event: KeyboardEvent): boolean => {
    // With Shift, they extend a selection of text.
    if ((event.key !== "End" && event.key !== "Home") || event.shiftKey) return false;
    // The browser's own smooth scrolling ends early: heights that become known on its way move the target. Where all of
    // the story is in view, the keys scroll the conversation that it is a part of.
    const log = scroller.current;
    const scrolls = log !== null && log === event.target && log.scrollHeight > log.clientHeight;
    if (!scrolls && !isMain(event.target)) return false;
    event.preventDefault();
    goTo(event.key === "End");
    return true;
  };
  useStepKeys(
    scroller,
    (event) => {
      if (!goToResult(event)) stepThroughStory(event, scroller.current, memory);
    },
    isPart ? "" : "jkr",
  );
  return {
    goToStart: (): void => goTo(false),
    onKeyDown: (event: KeyboardEvent): void => {
      if (!goToEnd(event) && !goToResult(event)) stepThroughStory(event, scroller.current, memory);
    },
    onFocusIn: ({ target }: FocusEvent): void => {
      const step = target instanceof Element ? target.closest<HTMLElement>("[data-sequence]") : null;
      if (!step || Number(step.dataset["sequence"]) === memory.current) return;
      memory.current = Number(step.dataset["sequence"]);
      redraw();
    },
  };
}
