import { expect, test } from "vitest";
import type { TimelineRow } from "#workbench/panel/page/timeline/rows/timelineRow.ts";
import { rowMove } from "#workbench/panel/page/timeline/rows/useRowKeys.ts";

const row = (id: string, part: Partial<TimelineRow> = {}): TimelineRow => ({
  id,
  kind: "tool",
  name: id,
  code: true,
  level: 2,
  sequence: 1,
  state: "done",
  from: 0,
  to: 1,
  parent: "I",
  ...part,
});
const { parent: _, ...iteration } = row("I", { kind: "iteration", level: 1, whole: true });
const rows = [iteration, row("a"), row("b")];
const none = new Set<string>();
const folded = new Set(["I"]);

test("left collapses an iteration, or goes to it from one of its parts", () => {
  expect(rowMove("ArrowLeft", rows, 0, none)).toEqual({ fold: iteration, folded: true });
  expect(rowMove("ArrowLeft", rows, 2, none)).toEqual({ select: 0 });
  expect(rowMove("ArrowLeft", [iteration], 0, folded)).toBeUndefined();
});

test("right expands an iteration, or goes into it", () => {
  expect(rowMove("ArrowRight", [iteration], 0, folded)).toEqual({ fold: iteration, folded: false });
  expect(rowMove("ArrowRight", rows, 0, none)).toEqual({ select: 1 });
  expect(rowMove("ArrowRight", rows, 1, none)).toBeUndefined();
});
