import { expect, test } from "vitest";
import type { GroupView, RowView } from "#features/waitingQueue/page/queueViews.ts";
import { withSelected, boxPressed, stillSelected, toggled } from "#features/waitingQueue/page/selection.ts";

const row = (id: string, part: Partial<RowView> = {}): RowView => ({
  id,
  app: "app",
  user: id,
  values: [],
  prompt: "",
  hasDraft: false,
  fixed: "",
  state: "waits",
  ...part,
});

const group = (id: string, ...rows: RowView[]): GroupView => ({
  id,
  name: id,
  isTool: true,
  shape: "",
  same: "",
  isBulk: true,
  columns: [],
  rows,
});

const first = group("one", row("a"), row("b", { state: "settled" }), row("c"), row("d", { fixed: "can’t be reached" }));
const second = group("two", row("e"), row("f"));

test("a selection is in one group: in another one it starts anew", () => {
  const selected = toggled(first, [], "a");
  expect(toggled(first, selected, "c")).toEqual(["a", "c"]);
  expect(toggled(first, ["a", "c"], "a")).toEqual(["c"]);
  expect(toggled(second, ["a", "c"], "e")).toEqual(["e"]);
});

test("only what waits, in an app that can be reached, is selected", () => {
  expect(boxPressed(first, [])).toEqual(["a", "c"]);
  expect(boxPressed(first, ["a", "c"])).toEqual([]);
  expect(withSelected(first, ["a"], ["b", "d"])).toEqual(["a"]);
});

test("what was answered meanwhile isn't selected any more", () => {
  expect(stillSelected([first, second], ["c", "b", "a", "gone"])).toEqual(["a", "c"]);
  expect(stillSelected([first, second], ["gone"])).toEqual([]);
});

test("at most fifty are selected", () => {
  const many = group("many", ...Array.from({ length: 60 }, (_, n) => row(`r${n}`)));
  expect(boxPressed(many, [])).toHaveLength(50);
  expect(boxPressed(many, boxPressed(many, []))).toEqual([]);
});
