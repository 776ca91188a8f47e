import { expect, test } from "vitest";
import type { CompareRow, RowKind } from "#features/compare/page/compareViews.ts";
import { kindSigns, rowName, stripText } from "#features/compare/page/compareWords.ts";
import { type CompareLine, compareLines } from "#features/compare/page/rows/compareLines.ts";
import { differences, nextDifference, noFilter, withKind } from "#features/compare/page/rows/rowFilter.ts";
import { stripCells } from "#features/compare/page/rows/stripCells.ts";

const kindOf: Readonly<Record<string, RowKind>> = {
  "=": "equal",
  "~": "changed",
  "-": "onlyA",
  "+": "onlyB",
  "<": "movedA",
  ">": "movedB",
  "«": "movedA",
  "»": "movedB",
};

/** Rows from their letters, with the partners of those that moved: `«` and `»` also changed. */
function table(kinds: string, partners: number[] = []): CompareRow[] {
  const left = [...partners];
  return Array.from(kinds, (letter, row) => {
    const changed = letter === "«" || letter === "»";
    const kind = kindOf[letter]!;
    const partner = kind === "movedA" || kind === "movedB" ? left.shift() : undefined;
    return { kind, a: row + 1, b: row + 1, times: {}, partner, ...(changed ? { changed } : {}) };
  });
}

const short = (line: CompareLine): string =>
  line.kind === "fold" ? `${line.open ? "open" : "fold"} ${line.from}-${line.to}` : `${line.kind} ${line.row}`;
const listed = (kinds: string, first?: number, open: number[] = [], filter = noFilter): string[] =>
  compareLines(table(kinds), first, filter, new Set(open)).map(short);

test("equal stretches of three or more steps are folded, and shorter ones stay", () => {
  expect(listed("~===~==~", 0)).toEqual(["first 0", "row 0", "fold 1-4", "row 4", "row 5", "row 6", "row 7"]);
});

test("two equal steps stay before the first difference, and a fold of less than three isn't made for them", () => {
  expect(listed("=====~", 5)).toEqual(["fold 0-3", "row 3", "row 4", "first 5", "row 5"]);
  expect(listed("====~", 4)).toEqual(["row 0", "row 1", "row 2", "row 3", "first 4", "row 4"]);
});

test("an opened stretch keeps a line that folds it again", () => {
  expect(listed("~===", 0, [1])).toEqual(["first 0", "row 0", "open 1-4", "row 1", "row 2", "row 3"]);
});

test("a filter lists its kinds alone, with both rows of what moved", () => {
  const moved = withKind(noFilter, "moved");
  const lines = compareLines(table("=<~>=", [3, 1]), 2, moved, new Set());
  expect(lines.map(short)).toEqual(["row 1", "row 3"]);
  expect(listed("=~=-", 1, [], { only: true, kinds: [] })).toEqual(["first 1", "row 1", "row 3"]);
  expect(withKind(moved, "moved")).toEqual(noFilter);
});

test("what moved and changed is in the list of both chips, a stop once, and both in words", () => {
  const rows = table("=«~»<+>", [3, 1, 6, 4]);
  const rowsOf = (...kinds: Parameters<typeof withKind>[1][]): string[] =>
    compareLines(rows, undefined, { only: false, kinds }, new Set()).map(short);
  expect(rowsOf("changed")).toEqual(["row 1", "row 2", "row 3"]);
  expect(rowsOf("moved")).toEqual(["row 1", "row 3", "row 4", "row 6"]);
  expect(rowsOf("changed", "moved")).toEqual(["row 1", "row 2", "row 3", "row 4", "row 6"]);
  expect(differences(rows, noFilter)).toEqual([1, 2, 4, 5]);
  expect(differences(rows, withKind(noFilter, "changed"))).toEqual([1, 2]);
  const words = (row: number): string[] => kindSigns(rows, row).map(({ word }) => word);
  expect([1, 3, 4, 2].map(words)).toEqual([
    ["moved later", "changed"],
    ["moved here", "changed"],
    ["moved later"],
    ["changed"],
  ]);
  expect(rowName(rows, 1, { name: "read_ledger" })).toBe("Step 2 of A, moved to step 4 of B, read_ledger, changed");
  expect(rowName(rows, 4, { name: "add_note" })).toBe("Step 5 of A, moved to step 7 of B, add_note");
  expect(stripText(rows, 1, 1)).toBe("Step 2, moved and changed, first difference");
});

test("differences are stops, once for what moved, and after the last one comes the first", () => {
  const rows = table("=<~>+", [3, 1]);
  const stops = differences(rows, noFilter);
  expect(stops).toEqual([1, 2, 4]);
  expect([nextDifference(stops, 2, 1), nextDifference(stops, 4, 1), nextDifference(stops, 1, -1)]).toEqual([4, 1, 4]);
  expect(nextDifference([], 1, 1)).toBeUndefined();
});

test("the strip has a cell a step, and where there is no room the gravest of each lane", () => {
  const cells = (kinds: string, width: number) => stripCells(table(kinds), width).map((lanes) => lanes.join("|"));
  expect(cells("=~+<«»", 1_000)).toEqual(["eq|eq", "chg|chg", "no|only", "mov|no", "chg|no", "no|chg"]);
  expect(cells("===+=~", 6)).toEqual(["eq|eq", "chg|chg"]);
  expect(stripCells(table("=".repeat(20_000)), 900)).toHaveLength(300);
});
