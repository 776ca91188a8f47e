import { describe, expect, test } from "vitest";
import { rowLayout } from "#workbench/panel/page/timeline/rows/rowLayout.ts";
import type { TimelineRow } from "#workbench/panel/page/timeline/rows/timelineRow.ts";
import { stripBars } from "#workbench/panel/page/timeline/scale/stripBars.ts";
import { TimeScale } from "#workbench/panel/page/timeline/scale/timeScale.ts";
import { zoomBy } from "#workbench/panel/page/timeline/scale/zoomWindow.ts";

const call: TimelineRow = {
  id: "c",
  kind: "tool",
  name: "match",
  code: true,
  level: 2,
  sequence: 1,
  state: "done",
  from: 2000,
  to: 4000,
};
const { to: _, ...open } = { ...call, state: "running" as const };
const scaleOf = (from: number, to: number, width = 1000) => new TimeScale({ from, to, width, folded: [] });
const scale = scaleOf(0, 10_000);

describe("a bar", () => {
  test("that goes on ends now, with its duration before it", () => {
    const label = { text: "7.0 s so far", side: "left", room: 200 };
    expect(rowLayout(open, scale, 9000)).toEqual({ left: 200, width: 700, label });
    expect(rowLayout(open, scaleOf(1900, 10_000), 3000).label).toMatchObject({ side: "right" });
  });
});

describe("a window", () => {
  test("zooms around a place, and follows the end if it touches it", () => {
    expect(zoomBy(scale, 0.5, 500, 10_000)).toEqual({ from: 2500, to: 7500 });
    expect(zoomBy(scale, 0.5, 1000, 10_000)).toEqual({ from: 5000 });
    expect(zoomBy(scale, 2, 500, 10_000)).toEqual({ from: 0 });
    expect(zoomBy(scaleOf(4000, 6000), 2, 500, 10_000)).toEqual({ from: 3000, to: 7000 });
  });
});

describe("the strip", () => {
  const iteration: TimelineRow = { ...call, id: "i", kind: "iteration" };

  test("fills its lines row by row, and starts again with each iteration", () => {
    const bars = stripBars(
      [iteration, call, { ...call, kind: "wait" }, iteration, { ...call, from: 6000, to: 7000, state: "failed" }],
      scale,
      0,
    );
    expect(bars).toEqual([
      { look: "ok", left: 200, top: 6, width: 200 },
      { look: "wait", left: 200, top: 10.4, width: 200 },
      { look: "fail", left: 600, top: 6, width: 100 },
    ]);
  });
});
