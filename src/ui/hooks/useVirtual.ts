import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";
import { useAfterPaint } from "./useAfterPaint.ts";

export type ListVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

interface VirtualOptions {
  scroller: RefObject<HTMLDivElement | null>;
  count: number;
  /** The height of a row, or an estimate for a row that wasn't measured, in pixels. */
  rowHeight: number | ((index: number) => number);
  /** The height of a head that sticks to the top, in pixels. */
  head?: number;
  /** The height of what sticks to the end, in pixels. */
  foot?: number;
  /** Where to start, in pixels from the top. */
  top: number;
  rowKey?: (index: number) => string | number;
  /** The heights that were measured before the view was removed. */
  measures?: readonly VirtualItem[];
  /** A row that stays in the document when it is out of view; -1 for none. */
  keep?: number;
}

/** Only the rows in view and a few around them. Scrolling and measuring draw the component again. */
export function useVirtual(options: VirtualOptions): ListVirtualizer {
  const { rowHeight, keep = -1 } = options;
  const [{ jumps }, redraw] = useReducer(withRange, { range: null, jumps: 0 });
  const [startTop] = useState(options.top);
  const settings: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    count: options.count,
    getScrollElement: () => options.scroller.current,
    estimateSize: typeof rowHeight === "number" ? () => rowHeight : rowHeight,
    scrollMargin: options.head ?? 0,
    scrollPaddingStart: options.head ?? 0,
    scrollPaddingEnd: options.foot ?? 0,
    initialOffset: startTop,
    // Until the list is measured. Without it the first drawing has no rows, and the next one draws everything again.
    initialRect: { width: innerWidth, height: innerHeight },
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: ({ range }) => redraw(range),
    getItemKey: options.rowKey,
    initialMeasurementsCache: options.measures && [...options.measures],
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return keep < 0 || keep >= range.count || rows.includes(keep) ? rows : [...rows, keep].sort((a, b) => a - b);
    },
  };
  const [virtualizer] = useState<ListVirtualizer>(() => new Virtualizer(settings));
  // Eight rows instead of four make the longest task of scrolling a fifth longer: 43 ms instead of 35. After a jump, when
  // all rows are new, those around the ones in view follow them: 31 ms instead of 36.
  virtualizer.setOptions({ ...settings, overscan: useAfterPaint(jumps) === jumps ? 4 : 0 });
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}

interface Seen {
  /** The rows in view; `null` before the list is measured. */
  range: ListVirtualizer["range"];
  /** How many times none of the rows in view was there before. */
  jumps: number;
}

function withRange({ range: last, jumps }: Seen, range: Seen["range"]): Seen {
  const isJump = last && range && (range.startIndex > last.endIndex || range.endIndex < last.startIndex);
  return { range: range && { ...range }, jumps: isJump ? jumps + 1 : jumps };
}

/**
 * Measures the rows of a list whose heights are only known once they are drawn. The virtualizer's own `measureElement`
 * would place all rows of the list again for each row that it measures. Here they are placed once, at the next drawing.
 *
 * @param memory whether the list keeps its end in view
 * @returns the `ref` of each row, which has a `data-index`
 */
export function useMeasuredRows(
  virtual: ListVirtualizer,
  memory?: { readonly atEnd: boolean },
): (row: HTMLDivElement | null) => void {
  // Rows above the view grow without moving the text that is read. The range fits the positions of the last drawing,
  // which the scroll offset doesn't once one of the rows has grown.
  virtual.shouldAdjustScrollPositionOnItemSizeChange = ({ index }) =>
    memory?.atEnd !== true && index < (virtual.range?.startIndex ?? 0);
  const [measured] = useState(() => {
    const resize = (row: HTMLDivElement): void => virtual.resizeItem(virtual.indexFromElement(row), row.offsetHeight);
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.isConnected) resize(target as HTMLDivElement);
        else observer.unobserve(target);
      }
    });
    const measure = (row: HTMLDivElement | null): void => {
      if (!row) return;
      observer.observe(row, { box: "border-box" });
      resize(row);
    };
    return { observer, measure };
  });
  useLayoutEffect(() => () => measured.observer.disconnect(), [measured]);
  return measured.measure;
}
