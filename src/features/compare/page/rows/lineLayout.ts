/** How a line lies in the list. */
export interface LineLayout {
  /** The line's position among all lines. */
  index: number;
  top: number;
  count: number;
  current: boolean;
  measure: (element: HTMLDivElement | null) => void;
}

/** The attributes of a line. */
export function lineAttributes({ index, top, count, measure }: LineLayout) {
  return {
    role: "listitem" as const,
    style: { top: `${top}px` },
    "aria-posinset": index + 1,
    "aria-setsize": count,
    "data-index": index,
    ref: measure,
  };
}

/** The attributes of a line that can be the current one. @param row its first row */
export function rowAttributes(layout: LineLayout, row: number, onCurrent: (row: number) => void) {
  const { current } = layout;
  return {
    ...lineAttributes(layout),
    tabIndex: current ? 0 : -1,
    "aria-current": current ? ("true" as const) : undefined,
    "data-row": row,
    onFocusIn: () => current || onCurrent(row),
  };
}
