import { expect, test } from "vitest";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import { initialPanelState, type PanelState, reducePanel } from "#workbench/panel/page/state/panelState.ts";
import { forget, takePastRows } from "#workbench/panel/page/state/pastRows.ts";
import { RowList } from "#workbench/panel/page/state/rowList.ts";

const full = (sequence: number): EventRow => ({
  sequence,
  type: "x.delta",
  group: "text",
  summary: `piece ${sequence}`,
  time: sequence * 1_000,
});
const bare = (sequence: number): EventRow => ({ sequence, type: "x.delta", group: "text" });
const range = (from: number, to: number, make: (sequence: number) => EventRow) =>
  Array.from({ length: to - from + 1 }, (_, index) => make(from + index));
const all = (rows: RowList): EventRow[] => rows.from(0);

test("only rows lose it that have left since: a loaded page stays", () => {
  const left = new RowList([...range(1, 400, bare), ...range(401, 500, full)]);
  const back = takePastRows(left, range(1, 200, full), 7);
  expect(all(back).slice(0, 200)).toEqual(range(1, 200, full));
  expect(all(forget(back, 401, 450))).toEqual([
    ...range(1, 200, full),
    ...range(201, 449, bare),
    ...range(450, 500, full),
  ]);
});

test("an event that is no longer stored says so, and a failure is forgotten after a success", () => {
  const start: PanelState = { ...initialPanelState(), rows: new RowList(range(1, 3, bare)) };
  const failed = reducePanel(start, { type: "pastRows", sequence: 2, rows: [], error: "offline" });
  expect(failed.unread).toEqual({ sequence: 2, text: "offline" });
  const { rows, unread } = reducePanel(failed, { type: "pastRows", sequence: 2, rows: [full(1), full(3)] });
  expect(rows.at(1)).toEqual({ ...bare(2), summary: "The app no longer stores this event." });
  expect(unread).toBeUndefined();
});
