import { focusOn, reveal } from "../../../../ui/reveal.ts";
import type { StoryMemory } from "../state/viewMemory.ts";

const moves: Record<string, 1 | -1> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

/** The element that has the focus for a step: its own control if it has one, so that `Enter` collapses it. */
export function mainOf(step: HTMLElement): HTMLElement {
  return step.querySelector<HTMLElement>(".tool-head, .raw-line") ?? step;
}

export function isMain(target: EventTarget | null): boolean {
  const step = target instanceof Element ? target.closest<HTMLElement>(".step") : null;
  return step !== null && mainOf(step) === target;
}

/**
 * `J` and `K` go to the next and the previous step. So do the arrows once a step has the focus and the view has passed
 * it; otherwise they scroll. `Escape` goes from a control of a step back to the step.
 */
export function stepThroughStory(event: KeyboardEvent, scroller: HTMLElement | null, memory: StoryMemory): void {
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
  const move = moves[isArrow ? event.key : event.key.toLowerCase()];
  if (move === undefined || (isArrow && (!step || !atMain || goesOn(step, scroller, move)))) return;
  const target = step
    ? steps[active + move]
    : (known(steps, scroller, memory) ?? steps.find((each) => isBelowTop(each, scroller)));
  if (!target) return;
  event.preventDefault();
  focusOn(mainOf(target));
  reveal(target);
}

/** Below the sticky head, in pixels. */
const headHeight = 40;

/** Whether more of the step is out of view in that direction. */
function goesOn(step: HTMLElement, scroller: HTMLElement, move: 1 | -1): boolean {
  const [inner, outer] = [step.getBoundingClientRect(), scroller.getBoundingClientRect()];
  return move > 0 ? inner.bottom > outer.bottom + 1 : inner.top < outer.top + headHeight - 8;
}

/** The step where the story was opened, or that the reader was at, if it is in view. */
function known(
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
