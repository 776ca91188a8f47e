import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

interface FixedRowsOptions {
  scroller: RefObject<HTMLDivElement | null>;
  count: number;
  /** Of every row, in pixels. */
  rowHeight: number;
  /** The height of a head that sticks to the top, in pixels. */
  head: number;
  /** The place to begin at, pixels from the top. */
  top: number;
  /** The list stands at its end: what comes is drawn there at once, and not only when the browser has scrolled. */
  atEnd: boolean;
}

interface FixedRows {
  /**
   * The rows to draw: from this one up to, and without, that one. As many from one drawing to the next, unless there
   * are fewer.
   */
  from: number;
  to: number;
  /**
   * The key of a row to draw: what leaves the view becomes what comes into it, so elements are changed, not made anew.
   */
  keyOf(index: number): number;
  scrollToIndex(index: number): void;
}

/** Rows around those in view; none at the end, where a fast run draws all of them anew in each frame. */
const overscan = { usual: 3, atEnd: 0 };

/**
 * Which rows of a list are in view. Unlike {@link useVirtual}, which knows rows of any height and so visits each of
 * them when one comes, this costs the same with ten rows and with a hundred thousand.
 */
export function useFixedRows(options: FixedRowsOptions): FixedRows {
  const { scroller, count, rowHeight, head, atEnd } = options;
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const view = useRef({ top: options.top, height: 0 }).current;
  const around = atEnd ? overscan.atEnd : overscan.usual;
  const rangeAt = (top: number, length: number, more: number) => {
    if (view.height === 0) return { from: 0, to: 0 };
    const drawnRows = Math.ceil(view.height / rowHeight) + 1 + 2 * more;
    const to = Math.min(length, Math.max(0, Math.floor(top / rowHeight) - more) + drawnRows);
    return { from: Math.max(0, to - drawnRows), to };
  };
  const range = rangeAt(atEnd ? Math.max(0, head + count * rowHeight - view.height) : view.top, count, around);
  const drawn = useRef({ ...range, count, around, first: 0 });
  drawn.current = { ...range, count, around, first: firstKey(drawn.current, range) };
  const { first } = drawn.current;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = (): void => {
      view.top = element.scrollTop;
      view.height = element.clientHeight;
      const { from, to } = rangeAt(view.top, drawn.current.count, drawn.current.around);
      if (from !== drawn.current.from || to !== drawn.current.to) redraw(undefined);
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    view.height = element.clientHeight;
    redraw(undefined);
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller]);

  return {
    ...range,
    keyOf: (index) => (first + index - range.from) % (range.to - range.from),
    scrollToIndex(index) {
      const element = scroller.current;
      if (!element || index < 0) return;
      const start = index * rowHeight;
      const end = head + start + rowHeight - element.clientHeight;
      element.scrollTop = Math.max(end, Math.min(element.scrollTop, start));
    },
  };
}

/**
 * The key of the first row. A row that stays in view keeps its key. Where none stays, all keep their places: elements
 * that change places are laid out anew.
 */
function firstKey(
  before: { from: number; to: number; first: number },
  { from, to }: { from: number; to: number },
): number {
  const [stays, count] = [from < before.to && before.from < to, to - from];
  if (count !== before.to - before.from) return 0;
  return stays ? (((before.first + from - before.from) % count) + count) % count : before.first;
}
