import type { RefObject } from "preact";
import { useLayoutEffect, useReducer } from "preact/hooks";
import type { ListMemory } from "#ui/listMemory.ts";
import { reveal } from "#ui/reveal.ts";
import { useLatest } from "./useLatest.ts";

/** In pixels: a position so near to the end counts as the end. */
const tolerance = 8;

/**
 * Keeps a growing list at its end while the reader is there, and only then. The scroller's `content` is the part that
 * grows. Only the reader's own scrolling leaves the end: growth and late measures of heights don't.
 */
export function useFollow(
  scroller: RefObject<HTMLDivElement | null>,
  content: RefObject<HTMLElement | null>,
  memory: ListMemory,
  count: number,
): { missed: number; follow: () => void } {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const latest = useLatest(count);

  /** Nothing is new of which the end is in sight, also where there was nothing to scroll. */
  const notice = (): void => {
    if (!scroller.current || !isEndInSight(scroller.current) || memory.seen >= latest.current) return;
    memory.seen = latest.current;
    redraw(undefined);
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    const grows = content.current;
    if (!element || !grows) return undefined;
    const onEndLeftOrReached = (): void => {
      if (!memory.atEnd) memory.seen = latest.current;
      redraw(undefined);
    };
    return watchScroll(element, grows, memory, { onEndLeftOrReached, onResized: notice });
  }, [scroller, content, memory]);

  // Not at every drawing: one that follows the reader's own scrolling must not take them back.
  useLayoutEffect(() => {
    if (!scroller.current) return;
    settle(scroller.current, memory);
    notice();
  }, [count, scroller, memory]);

  return {
    // While a position is kept, the list doesn't follow its end.
    missed: memory.atEnd && memory.target === undefined ? 0 : Math.max(0, count - memory.seen),
    follow: () => {
      memory.atEnd = true;
      delete memory.target;
      delete memory.settled;
      if (scroller.current) settle(scroller.current, memory);
      redraw(undefined);
    },
  };
}

/** The events by which a reader moves. */
const moveEvents = ["wheel", "pointerdown", "touchstart", "keydown"] as const;

function isEndInSight({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight <= tolerance;
}

interface ScrollListener {
  onEndLeftOrReached: () => void;
  /** What is in sight may have changed without scrolling: the list or its view has another height. */
  onResized: () => void;
}

/**
 * Notes where the reader is, and keeps the position while growing content changes its height. @returns a function that
 * ends it
 */
function watchScroll(
  element: HTMLElement,
  grows: HTMLElement,
  memory: ListMemory,
  { onEndLeftOrReached, onResized }: ScrollListener,
): () => void {
  let top = element.scrollTop;
  let height = element.scrollHeight;
  const onScroll = (): void => {
    const wasAtEnd = memory.atEnd;
    if (isEndInSight(element)) memory.atEnd = true;
    else if (element.scrollTop < top && element.scrollHeight >= height) memory.atEnd = false;
    top = element.scrollTop;
    height = element.scrollHeight;
    memory.top = top;
    if (wasAtEnd !== memory.atEnd) onEndLeftOrReached();
  };
  let startTop = memory.atEnd ? 0 : memory.top;
  const onMove = (): void => {
    memory.opened = true;
    // New items may have come below the position that was kept at the end.
    if (memory.target !== undefined) memory.atEnd &&= isEndInSight(element);
    delete memory.target;
    delete memory.land;
    delete memory.settled;
    startTop = 0;
  };
  const onForeign = (): void => {
    if (isForeign(element, memory)) onMove();
  };
  const observer = new ResizeObserver(() => {
    settle(element, memory);
    if (startTop > 0) {
      element.scrollTop = startTop;
      if (Math.abs(element.scrollTop - startTop) < 1) startTop = 0;
    }
    onResized();
  });
  observer.observe(grows);
  observer.observe(element);
  element.addEventListener("scroll", onScroll, { passive: true });
  // Before the list is drawn for the scrolling, which would take it back to its target.
  element.addEventListener("scroll", onForeign, { passive: true, capture: true });
  for (const move of moveEvents) element.addEventListener(move, onMove, { passive: true });
  element.scrollTop = startTop;
  return () => {
    observer.disconnect();
    element.removeEventListener("scroll", onScroll);
    element.removeEventListener("scroll", onForeign, { capture: true });
    for (const move of moveEvents) element.removeEventListener(move, onMove);
  };
}

/**
 * Whether the list was scrolled away from its target by something that isn't an event of `moves`, as a screen reader
 * does. What grows or is measured late changes the height, too.
 */
function isForeign(element: HTMLElement, { target, settled }: ListMemory): boolean {
  return (
    target !== undefined &&
    settled !== undefined &&
    settled.height === element.scrollHeight &&
    settled.view === element.clientHeight &&
    Math.abs(settled.top - element.scrollTop) > tolerance
  );
}

/** In pixels: the head that sticks to the top. */
const headHeight = 32;

/**
 * Estimated heights are replaced by measured ones when content comes into view. Then the target is scrolled to again.
 */
export function settle(element: HTMLElement, memory: ListMemory): void {
  const { target: sequence, land } = memory;
  if (sequence !== undefined) {
    const target = element.querySelector(`[data-sequence="${sequence}"]`);
    if (!target) return;
    if (land === undefined) reveal(target, "center");
    else {
      // A short result is at the end. A tall one begins at the top, below the head of its section.
      const below = target.getBoundingClientRect().top - element.getBoundingClientRect().top;
      element.scrollTop += below - (land === "result" ? headHeight : land);
    }
    memory.settled = { top: element.scrollTop, height: element.scrollHeight, view: element.clientHeight };
  } else if (memory.atEnd) {
    const before = element.scrollTop;
    element.scrollTop = element.scrollHeight;
    // The browser fires the event only in the next frame, and until then the content there wouldn't be
    // drawn.
    if (element.scrollTop !== before) element.dispatchEvent(new Event("scroll"));
  }
}
