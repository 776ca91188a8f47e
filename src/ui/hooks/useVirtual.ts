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
  keyOf?: (index: number) => string | number;
  /** The heights that were measured before the view was removed. */
  measures?: readonly VirtualItem[];
  /** A row that stays in the document when it is out of view; -1 for none. */
  keep?: number;
}

/** Only the rows in view and a few around them. Scrolling and measuring draw the component again. */
export function useVirtual(options: VirtualOptions): ListVirtualizer {
  const { rowHeight, keep = -1 } = options;
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const [startTop] = useState(options.top);
  const settings: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    count: options.count,
    getScrollElement: () => options.scroller.current,
    estimateSize: typeof rowHeight === "number" ? () => rowHeight : rowHeight,
    scrollMargin: options.head ?? 0,
    scrollPaddingStart: options.head ?? 0,
    scrollPaddingEnd: options.foot ?? 0,
    initialOffset: startTop,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
    getItemKey: options.keyOf,
    initialMeasurementsCache: options.measures && [...options.measures],
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return keep < 0 || keep >= range.count || rows.includes(keep) ? rows : [...rows, keep].sort((a, b) => a - b);
    },
  };
  const [virtualizer] = useState<ListVirtualizer>(() => new Virtualizer(settings));
  virtualizer.setOptions(settings);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
