import type { ComparisonRow } from "../core/comparison.ts";
import { type RowColumns, type RowKind, rowLetters } from "../page/compareViews.ts";

/** Rows in the form in which the panel gets them, before it requests their content. */
export function rowColumns(rows: readonly ComparisonRow[]): RowColumns {
  const columns: RowColumns = { kinds: "", a: [], b: [], aTimes: [], bTimes: [], partners: [] };
  const letters: string[] = [];
  for (const row of rows) {
    letters.push(rowLetters[rowKind(row)]);
    columns.a.push(stepNumber(row, "a"));
    columns.b.push(stepNumber(row, "b"));
    columns.aTimes.push(timeOf(row, "a"));
    columns.bTimes.push(timeOf(row, "b"));
    if (row.kind === "moved") columns.partners.push(row.other);
  }
  columns.kinds = letters.join("");
  return columns;
}

function rowKind(row: ComparisonRow): RowKind {
  switch (row.kind) {
    case "equal":
    case "changed":
      return row.kind;
    case "onlyInA":
      return "onlyA";
    case "onlyInB":
      return "onlyB";
    case "moved":
      return row.side === "a" ? "movedA" : "movedB";
  }
}

/** A moved step is in each of its rows in one run only. */
function stepNumber(row: ComparisonRow, side: "a" | "b"): number {
  if (row.kind === "moved" && row.side !== side) return 0;
  const position = row[side];
  return position === undefined ? 0 : position + 1;
}

function timeOf(row: ComparisonRow, side: "a" | "b"): number {
  const time = row.times[side];
  return time === undefined || stepNumber(row, side) === 0 ? -1 : Math.round(time);
}
