import type { TimelineRow } from "./timelineRow.ts";

/** The action of a key at the selected row. */
export type RowMove = { open: TimelineRow } | { select: number } | { fold: TimelineRow; folded: boolean };

/** `Enter` goes to the story; left and right collapse and expand a row with parts, or go to it and into it. */
export function rowMove(
  key: string,
  rows: readonly TimelineRow[],
  at: number,
  folded: ReadonlySet<string>,
): RowMove | undefined {
  const row = rows[at];
  if (!row) return undefined;
  const isOpen = row.whole === true && !folded.has(row.id);
  switch (key) {
    case "Enter":
      return { open: row };
    case "ArrowLeft":
      if (isOpen) return { fold: row, folded: true };
      return row.parent === undefined ? undefined : { select: rows.findIndex(({ id }) => id === row.parent) };
    case "ArrowRight":
      if (folded.has(row.id)) return { fold: row, folded: false };
      return isOpen && rows[at + 1]?.parent === row.id ? { select: at + 1 } : undefined;
    default:
      return undefined;
  }
}
