import type { CompareRow, CompareRows, RowKind } from "#features/compare/page/compareViews.ts";

/** The mark in a lane, as a class of the style sheet; `no`: the run has no step there. */
type LaneLook = "no" | "eq" | "mov" | "only" | "chg";

/** A cell of the strip: what it shows of A, and of B below it. */
export type StripCell = readonly [a: LaneLook, b: LaneLook];

/** The graver ones last: what a cell of several rows shows. */
const kindsByGravity: readonly LaneLook[] = ["no", "eq", "mov", "only", "chg"];

const looks: Readonly<Record<RowKind, StripCell>> = {
  equal: ["eq", "eq"],
  changed: ["chg", "chg"],
  onlyA: ["only", "no"],
  onlyB: ["no", "only"],
  movedA: ["mov", "no"],
  movedB: ["no", "mov"],
};

/** A cell takes at least so many pixels, with the gap beside it. */
const minCellWidth = 3;

/** The cells of the strip in so many pixels. If there are more rows than cells, they share cells evenly. */
export function stripCells(rows: CompareRows, width: number): StripCell[] {
  const count = Math.min(rows.length, Math.max(1, Math.floor(width / minCellWidth)));
  return Array.from({ length: count }, (_, cell) => {
    const [from, to] = [cell, cell + 1].map((each) => Math.floor((each * rows.length) / count)) as [number, number];
    return gravest(rows, from, to);
  });
}

function gravest(rows: CompareRows, from: number, to: number): StripCell {
  let cell: StripCell = ["no", "no"];
  for (const row of rows.slice(from, to)) {
    const [a, b] = lookOf(row);
    cell = [graver(cell[0], a), graver(cell[1], b)];
  }
  return cell;
}

/** What moved and changed shows that it changed, and by its empty lane that it moved. */
function lookOf({ kind, changed }: CompareRow): StripCell {
  const [a, b] = looks[kind];
  return changed ? [a === "mov" ? "chg" : a, b === "mov" ? "chg" : b] : [a, b];
}

function graver(one: LaneLook, other: LaneLook): LaneLook {
  return kindsByGravity.indexOf(other) > kindsByGravity.indexOf(one) ? other : one;
}
