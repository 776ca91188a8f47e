import type { ComparisonRow } from "./comparison.ts";

/** What a lane of the strip shows: thin, filled because both differ, filled alone, hollow, nothing. */
type StripMark = "equal" | "changed" | "only" | "moved" | "notReached" | "none";

/** One cell of the strip over a comparison: some rows, of which each lane shows the gravest. */
export interface StripCell {
  /** The index of its first row, and the one after its last. */
  readonly from: number;
  readonly to: number;
  readonly a: StripMark;
  readonly b: StripMark;
}

/** The gravest last. */
const gravity: readonly StripMark[] = ["none", "notReached", "equal", "moved", "changed", "only"];

/** @param most how many cells there is room for; with fewer rows each has a cell of its own */
export function stripOf(rows: readonly ComparisonRow[], most: number): StripCell[] {
  if (!Number.isInteger(most) || most < 1) throw new RangeError(`A strip needs room for a cell, not for ${most}`);
  const count = Math.min(rows.length, most);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * rows.length) / count);
    const to = Math.floor(((index + 1) * rows.length) / count);
    let a: StripMark = "none";
    let b: StripMark = "none";
    for (let row = from; row < to; row++) {
      a = graver(a, markOf(rows[row]!, "a"));
      b = graver(b, markOf(rows[row]!, "b"));
    }
    return { from, to, a, b };
  });
}

function graver(one: StripMark, other: StripMark): StripMark {
  return gravity.indexOf(other) > gravity.indexOf(one) ? other : one;
}

function markOf(row: ComparisonRow, side: "a" | "b"): StripMark {
  if (row[side] === undefined) return "none";
  switch (row.kind) {
    case "equal":
    case "changed":
    case "notReached":
      return row.kind;
    case "moved":
      return row.side === side ? "moved" : "none";
    case "onlyInA":
    case "onlyInB":
      return "only";
  }
}
