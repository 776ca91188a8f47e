import { focusOn, reveal } from "../ui/reveal.ts";

const steps: Record<string, number> = { j: 1, k: -1 };

/** `J` and `K` go to the next and the previous item: to its own control if it has one, so that `Enter` folds it. */
export function stepThroughStory(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = steps[event.key.toLowerCase()];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(".item")];
  const active = items.findIndex((item) => item.contains(document.activeElement));
  const target = items[active < 0 ? firstInView(event.currentTarget, items) : active + step];
  if (!target) return;
  event.preventDefault();
  focusOn(target.querySelector<HTMLElement>(".tool-head") ?? target);
  reveal(target);
}

function firstInView(scroller: HTMLElement, items: readonly HTMLElement[]): number {
  const { top } = scroller.getBoundingClientRect();
  return items.findIndex((item) => item.getBoundingClientRect().bottom > top + 40);
}
