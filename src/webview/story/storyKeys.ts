import type { StoryMemory } from "../state/viewMemory.ts";
import { focusOn, reveal } from "../ui/reveal.ts";

const steps: Record<string, 1 | -1> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

/** The element that has the focus for a step: its own control if it has one, so that `Enter` collapses it. */
export function mainOf(item: HTMLElement): HTMLElement {
  return item.querySelector<HTMLElement>(".tool-head") ?? item;
}

export function isMain(target: EventTarget | null): boolean {
  const item = target instanceof Element ? target.closest<HTMLElement>(".item") : null;
  return item !== null && mainOf(item) === target;
}

/**
 * `J` and `K` go to the next and the previous step. So do the arrows once a step has the focus and the view has passed
 * it; otherwise they scroll. `Escape` goes from a control of a step back to the step.
 */
export function stepThroughStory(event: KeyboardEvent, scroller: HTMLElement | null, memory: StoryMemory): void {
  if (!scroller || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...scroller.querySelectorAll<HTMLElement>(".item")];
  const active = items.findIndex((item) => item.contains(document.activeElement));
  const item = items[active];
  const atMain = isMain(document.activeElement);
  if (event.key === "Escape" && item && !atMain) {
    event.preventDefault();
    return focusOn(mainOf(item));
  }
  const isArrow = event.key.startsWith("Arrow");
  const step = steps[isArrow ? event.key : event.key.toLowerCase()];
  if (step === undefined || (isArrow && (!item || !atMain || goesOn(item, scroller, step)))) return;
  const target = item
    ? items[active + step]
    : (known(items, scroller, memory) ?? items.find((each) => isBelowTop(each, scroller)));
  if (!target) return;
  event.preventDefault();
  focusOn(mainOf(target));
  reveal(target);
}

/** Below the sticky head, in pixels. */
const head = 40;

/** Whether more of the step is out of view in that direction. */
function goesOn(item: HTMLElement, scroller: HTMLElement, step: 1 | -1): boolean {
  const [inner, outer] = [item.getBoundingClientRect(), scroller.getBoundingClientRect()];
  return step > 0 ? inner.bottom > outer.bottom + 1 : inner.top < outer.top + head - 8;
}

/** The step where the story was opened, or that the reader was at, if it is in view. */
function known(
  items: readonly HTMLElement[],
  scroller: HTMLElement,
  { target, current }: StoryMemory,
): HTMLElement | undefined {
  const item = items.find(({ dataset }) => Number(dataset["sequence"]) === (target ?? current));
  return item &&
    isBelowTop(item, scroller) &&
    item.getBoundingClientRect().top < scroller.getBoundingClientRect().bottom
    ? item
    : undefined;
}

function isBelowTop(item: HTMLElement, scroller: HTMLElement): boolean {
  return item.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top + head;
}
