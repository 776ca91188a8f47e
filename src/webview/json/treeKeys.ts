import type { JsonRow } from "./jsonRows.ts";

/** The action of a key in the tree: select the row at an index, or collapse or expand the one at `from`. */
export type TreeMove = { select: number } | { toggle: number };

export function treeMove(key: string, rows: readonly JsonRow[], from: number, page: number): TreeMove | undefined {
  const row = rows[from];
  const last = rows.length - 1;
  if (!row) return undefined;
  switch (key) {
    case "ArrowDown":
      return { select: Math.min(last, from + 1) };
    case "ArrowUp":
      return { select: Math.max(0, from - 1) };
    case "PageDown":
      return { select: Math.min(last, from + page) };
    case "PageUp":
      return { select: Math.max(0, from - page) };
    case "Home":
      return { select: 0 };
    case "End":
      return { select: last };
    case "ArrowRight":
      if (row.opens && !row.open) return { toggle: from };
      return rows[from + 1]?.parent === from ? { select: from + 1 } : { select: from };
    case "ArrowLeft":
      return row.open ? { toggle: from } : { select: Math.max(0, row.parent) };
    case "Enter":
    case " ":
      return row.opens ? { toggle: from } : undefined;
    default:
      return undefined;
  }
}
