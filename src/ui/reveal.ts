/** Where a revealed element appears: at the nearest edge, or in the middle of the view. */
type Block = "nearest" | "center";

/**
 * Scrolls an element into view by moving only the panel's own scrollers around it. `scrollIntoView` and `focus` also
 * scroll the containers of the page: the body, and VS Code's container of the webview, which then cuts off the header.
 */
export function reveal(target: Element | Range, block: Block = "nearest"): void {
  const start = target instanceof Range ? target.startContainer : target.parentNode;
  let element = start instanceof Element ? start : (start?.parentElement ?? null);
  for (; element && element !== document.body; element = element.parentElement) {
    if (isScroller(element)) scrollTo(element, target, block);
  }
}

/** Gives the focus to an element that is in view already. */
export function focusStill(element: HTMLElement): void {
  element.focus({ preventScroll: true });
}

/** Gives the focus to an element, and brings it into view. */
export function focusOn(element: HTMLElement | null | undefined): void {
  if (!element) return;
  focusStill(element);
  reveal(element);
}

function isScroller(element: Element): boolean {
  if (element.scrollHeight <= element.clientHeight) return false;
  const { overflowY } = getComputedStyle(element);
  return overflowY === "auto" || overflowY === "scroll";
}

function scrollTo(scroller: Element, target: Element | Range, block: Block): void {
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(scroller);
  const edge = scroller.getBoundingClientRect().top + scroller.clientTop;
  const top = edge + pixels(scrollPaddingTop);
  const bottom = edge + scroller.clientHeight - pixels(scrollPaddingBottom);
  const { top: from, bottom: to } = target.getBoundingClientRect();
  if (block === "center") scroller.scrollTop += (from + to - top - bottom) / 2;
  else if (from < top && to < bottom) scroller.scrollTop -= Math.min(top - from, bottom - to);
  else if (to > bottom && from > top) scroller.scrollTop += Math.min(to - bottom, from - top);
}

/** `auto`, the value of a scroller without a padding, counts as 0. */
function pixels(length: string): number {
  return Number.parseFloat(length) || 0;
}
