import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ListVirtualizer } from "../../../ui/hooks/useVirtual.ts";

/** Where a line is placed: at the nearest edge, or in the upper third of the view. */
export type LineAlign = "nearest" | "third";

/** How far below the head a line in the upper third is, as a part of the view. */
const upperThird = 0.2;

const moves = ["wheel", "pointerdown", "touchstart"] as const;

interface TargetOptions {
  scroller: RefObject<HTMLDivElement | null>;
  virtual: ListVirtualizer;
  /** Of what sticks to the top, in pixels. */
  head: number;
  indexOf: (key: string) => number;
}

/**
 * Keeps a line in its place until the reader moves: heights are measured when rows come into view, and their content
 * arrives later.
 */
export function useRowTarget({ scroller, virtual, head, indexOf }: TargetOptions) {
  const target = useRef<{ key: string; align: LineAlign } | undefined>(undefined);
  const settle = (): void => {
    const element = scroller.current;
    const place = target.current && virtual.measurementsCache[indexOf(target.current.key)];
    if (!element || !place || !target.current) return;
    const room = element.clientHeight - head;
    const top =
      target.current.align === "third" ? place.start - head - room * upperThird : nearest(place, element, head);
    const before = element.scrollTop;
    element.scrollTop = top;
    if (Math.abs(element.scrollTop - before) > 0.5) element.dispatchEvent(new Event("scroll"));
  };
  useLayoutEffect(settle);
  useLayoutEffect(() => {
    const element = scroller.current;
    const release = (): void => {
      target.current = undefined;
    };
    for (const move of moves) element?.addEventListener(move, release, { passive: true });
    return () => moves.forEach((move) => element?.removeEventListener(move, release));
  }, [scroller]);
  return {
    aim: (key: string, align: LineAlign): void => {
      target.current = { key, align };
      settle();
    },
    release: (): void => {
      target.current = undefined;
    },
  };
}

function nearest(place: { start: number; end: number }, element: HTMLElement, head: number): number {
  const { scrollTop, clientHeight } = element;
  if (place.start - head < scrollTop) return place.start - head;
  if (place.end > scrollTop + clientHeight) return Math.min(place.start - head, place.end - clientHeight);
  return scrollTop;
}
