import { expect, test } from "vitest";
import { restlessFor, RowMoves } from "#workbench/explorer/vscode/rowMoves.ts";

function setup() {
  let now = 0;
  const moves = new RowMoves(() => now);
  const pass = (time: number) => void (now += time);
  return { moves, pass };
}

test("a row that comes to another place is restless for a while; the rows above it aren't", () => {
  const { moves, pass } = setup();
  moves.reset(["group", "a", "b", "c"]);
  expect(moves.change(["group", "a", "c", "d"])).toEqual(["c", "d"]);
  expect(["a", "c", "d"].map((id) => moves.hasJustMoved(id))).toEqual([false, true, true]);
  pass(restlessFor);
  expect(moves.hasJustMoved("c")).toBe(false);
  expect(moves.change(["group", "a", "c", "d"])).toEqual([]);
});

test("rows that the person opened or chose can be used at once", () => {
  const { moves } = setup();
  expect(moves.change(["group", "a"])).toEqual([]);
  moves.reset(["group", "a", "other", "b"]);
  expect(moves.change(["group", "a", "other", "b"])).toEqual([]);
  expect(moves.hasJustMoved("b")).toBe(false);
});
