import type { CompareRows } from "#features/compare/page/compareViews.ts";
import { type RowFilter, shows } from "./rowFilter.ts";

/** A shorter stretch of equal steps isn't folded. */
const minFoldLength = 3;
/** Number of equal steps that stay before the first difference. */
const contextLines = 2;

/** A line of the list. Rows of a stretch are those from `from` on, without `to`. */
export type CompareLine =
  | { kind: "row"; row: number }
  /** A rule that describes the first difference; it is before this row. */
  | { kind: "first"; row: number }
  /** Equal steps, folded into one line, or the line above them when they were opened. */
  | { kind: "fold"; from: number; to: number; open: boolean };

/**
 * The listed lines: all differences that the filter shows, equal steps, and long stretches of these as one line each.
 *
 * @param first the row with the first difference
 * @param open the first rows of stretches that the reader has expanded
 */
export function compareLines(
  rows: CompareRows,
  first: number | undefined,
  filter: RowFilter,
  open: ReadonlySet<number>,
): CompareLine[] {
  const lines: CompareLine[] = [];
  for (let row = 0; row < rows.length;) {
    const { kind } = rows[row]!;
    if (kind !== "equal") {
      const isShown = shows(filter, rows[row]!);
      if (isShown && row === first) lines.push({ kind: "first", row });
      if (isShown) lines.push({ kind: "row", row });
      row += 1;
      continue;
    }
    const end = endOf(rows, row);
    if (shows(filter, rows[row]!)) lines.push(...stretch(row, end, end === first ? end - contextLines : end, open));
    row = end;
  }
  return lines;
}

/** The line of a row, or of the fold that it is in; -1 where the filter hides it. */
export function lineOf(lines: readonly CompareLine[], row: number | undefined): number {
  if (row === undefined) return -1;
  return lines.findIndex((line) =>
    line.kind === "fold" ? !line.open && row >= line.from && row < line.to : line.kind === "row" && line.row === row,
  );
}

export function lineKey(line: CompareLine): string {
  return line.kind === "fold" ? `fold ${line.from}` : `${line.kind} ${line.row}`;
}

/** @param foldTo those from here on stay */
function stretch(from: number, to: number, foldTo: number, open: ReadonlySet<number>): CompareLine[] {
  const isFold = foldTo - from >= minFoldLength;
  const isOpen = open.has(from);
  const shown = isFold && !isOpen ? foldTo : from;
  const listed = Array.from({ length: to - shown }, (_, index): CompareLine => ({ kind: "row", row: shown + index }));
  if (!isFold) return listed;
  return [{ kind: "fold", from, to: foldTo, open: isOpen }, ...listed];
}

function endOf(rows: CompareRows, from: number): number {
  let end = from;
  while (rows[end]?.kind === "equal") end += 1;
  return end;
}
