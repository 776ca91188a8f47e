import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ListMemory } from "../state/viewMemory.ts";
import { useLatest } from "../ui/hooks/useLatest.ts";
import { headHeight, rowHeight } from "./useEventPlace.ts";

/**
 * Keeps the selected row in view when its list gets lower: in a narrow panel the details of an event open below the
 * list, and take a part of its height. A row that was out of view stays out.
 *
 * @param line the selected one, -1 for none
 */
export function useRowInView(
  scroller: RefObject<HTMLElement | null>,
  memory: ListMemory,
  line: number,
  scrollToIndex: (line: number) => void,
): void {
  const before = useRef(0);
  const keep = useLatest((element: HTMLElement): void => {
    const top = line * rowHeight - element.scrollTop;
    const wasInView = line >= 0 && top > -rowHeight && headHeight + top < before.current;
    before.current = element.clientHeight;
    if (!wasInView) return;
    scrollToIndex(line);
    const end = element.scrollHeight - element.clientHeight;
    // A list that follows its end would scroll the row away again.
    if (line * rowHeight < end) memory.atEnd = false;
  });
  useLayoutEffect(() => {
    if (scroller.current) keep.current(scroller.current);
  }, [line]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => keep.current(element));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
}
