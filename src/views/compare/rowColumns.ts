import { type RowColumns, type RowKind, rowLetters } from "../../protocol/compare/compareViews.ts";
import type { ComparisonRow } from "../../runs/compare/comparison.ts";

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

/** Index of the first row that changed; the number of rows if none did. */
export function firstChange(before: RowColumns, after: RowColumns): number {
  const partners = [partnersOf(before), partnersOf(after)] as const;
  const length = Math.min(before.kinds.length, after.kinds.length);
  for (let row = 0; row < length; row += 1) {
    const isSame =
      before.kinds[row] === after.kinds[row] &&
      lists.every((list) => before[list][row] === after[list][row]) &&
      partners[0].get(row) === partners[1].get(row);
    if (!isSame) return row;
  }
  return length;
}

/** The rows from one of them on. */
export function columnsFrom(columns: RowColumns, from: number): RowColumns {
  const moved = [...partnersOf(columns)].filter(([row]) => row >= from);
  return {
    kinds: columns.kinds.slice(from),
    a: columns.a.slice(from),
    b: columns.b.slice(from),
    aTimes: columns.aTimes.slice(from),
    bTimes: columns.bTimes.slice(from),
    partners: moved.map(([, partner]) => partner),
  };
}

const lists = ["a", "b", "aTimes", "bTimes"] as const;

function partnersOf({ kinds, partners }: RowColumns): Map<number, number> {
  const { movedA, movedB } = rowLetters;
  const found = new Map<number, number>();
  for (let row = 0; row < kinds.length; row += 1)
    if (kinds[row] === movedA || kinds[row] === movedB) found.set(row, partners[found.size]!);
  return found;
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
    case "notReached":
      return "pending";
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
