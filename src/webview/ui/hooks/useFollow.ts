import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { ListMemory } from "../../state/viewMemory.ts";
import { reveal } from "../reveal.ts";

/** This near to the end counts as there, in pixels. */
const tolerance = 8;

/**
 * Keeps a growing list at its end while the reader is there, and only then. What grows is the scroller's `content`.
 * Only the reader's own way up leaves the end: growth and late measures of heights do not.
 */
export function useFollow(
  scroller: RefObject<HTMLDivElement | null>,
  content: RefObject<HTMLElement | null>,
  memory: ListMemory,
  count: number,
): { missed: number; follow: () => void } {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const latest = useRef(count);
  latest.current = count;

  useLayoutEffect(() => {
    const element = scroller.current;
    const grows = content.current;
    if (!element || !grows) return undefined;
    const onEndLeftOrReached = (): void => {
      if (!memory.atEnd) memory.seen = latest.current;
      redraw(undefined);
    };
    return watchScroll(element, grows, memory, onEndLeftOrReached);
  }, [scroller, content, memory]);

  // Not at every drawing: one that the reader's own scrolling caused must not take them back.
  useLayoutEffect(() => {
    if (scroller.current) settle(scroller.current, memory);
  }, [count, scroller, memory]);

  return {
    missed: memory.atEnd ? 0 : Math.max(0, count - memory.seen),
    follow: () => {
      memory.atEnd = true;
      delete memory.target;
      if (scroller.current) settle(scroller.current, memory);
      redraw(undefined);
    },
  };
}

/** What a reader moves with. */
const moves = ["wheel", "pointerdown", "touchstart", "keydown"] as const;

/** Notes where the reader is, and keeps a place while what grows changes its height. @returns what ends that */
function watchScroll(
  element: HTMLElement,
  grows: HTMLElement,
  memory: ListMemory,
  onEndLeftOrReached: () => void,
): () => void {
  let top = element.scrollTop;
  let height = element.scrollHeight;
  const onScroll = (): void => {
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    const wasAtEnd = memory.atEnd;
    if (left <= tolerance) memory.atEnd = true;
    else if (element.scrollTop < top && element.scrollHeight >= height) memory.atEnd = false;
    top = element.scrollTop;
    height = element.scrollHeight;
    memory.top = top;
    if (wasAtEnd !== memory.atEnd) onEndLeftOrReached();
  };
  let wanted = memory.atEnd ? 0 : memory.top;
  const onMove = (): void => {
    memory.opened = true;
    delete memory.target;
    wanted = 0;
  };
  const observer = new ResizeObserver(() => {
    settle(element, memory);
    if (wanted === 0) return;
    element.scrollTop = wanted;
    if (Math.abs(element.scrollTop - wanted) < 1) wanted = 0;
  });
  observer.observe(grows);
  observer.observe(element);
  element.addEventListener("scroll", onScroll, { passive: true });
  for (const move of moves) element.addEventListener(move, onMove, { passive: true });
  element.scrollTop = wanted;
  return () => {
    observer.disconnect();
    element.removeEventListener("scroll", onScroll);
    for (const move of moves) element.removeEventListener(move, onMove);
  };
}

/** Heights that were guesses become measures as content comes into view; then a place is gone to again. */
function settle(element: HTMLElement, memory: ListMemory): void {
  if (memory.target !== undefined) {
    const target = element.querySelector(`[data-sequence="${memory.target}"]`);
    if (target) reveal(target, "center");
  } else if (memory.atEnd) {
    const before = element.scrollTop;
    element.scrollTop = element.scrollHeight;
    // The browser tells of it in the next frame only, and until then what stands there now would not be drawn.
    if (element.scrollTop !== before) element.dispatchEvent(new Event("scroll"));
  }
}
