import { describe, expect, test } from "vitest";
import { placeRow } from "../../../../../../../src/features/panel/page/timeline/rows/rowPlace.ts";
import type { TimelineRow } from "../../../../../../../src/features/panel/page/timeline/rows/timelineRow.ts";
import { stripBars } from "../../../../../../../src/features/panel/page/timeline/scale/stripBars.ts";
import { TimeScale } from "../../../../../../../src/features/panel/page/timeline/scale/timeScale.ts";
import { panBy, zoomBy } from "../../../../../../../src/features/panel/page/timeline/scale/zoomWindow.ts";

const call: TimelineRow = {
  ...{ id: "c", kind: "tool", name: "match", code: true, level: 2, sequence: 1, state: "done", from: 2000 },
  to: 4000,
};
const { to: _, ...open } = { ...call, state: "running" as const };
const scaleOf = (from: number, to: number, width = 1000) => new TimeScale({ from, to, width, folded: [] });
const scale = scaleOf(0, 10_000);

describe("a bar", () => {
  test("is at its time, with its duration after it", () => {
    const label = { text: "2.0 s", side: "right", room: 600 };
    expect(placeRow(call, scale, 10_000)).toEqual({ left: 200, width: 200, label });
  });

  test("that goes on ends now, with its duration before it", () => {
    const label = { text: "7.0 s so far", side: "left", room: 200 };
    expect(placeRow(open, scale, 9000)).toEqual({ left: 200, width: 700, label });
    expect(placeRow(open, scaleOf(1900, 10_000), 3000).label).toMatchObject({ side: "right" });
  });

  test("is never too thin to be seen, and never far outside", () => {
    expect(placeRow({ ...call, to: 2000 }, scale, 0)).toMatchObject({ left: 200, width: 3 });
    const far = placeRow({ ...call, from: 0, to: 1e12 }, scaleOf(5000, 5001), 0);
    expect(far).toEqual({ left: -3, width: 1006, label: undefined });
  });
});

describe("a window", () => {
  test("zooms around a place, and follows the end if it touches it", () => {
    expect(zoomBy(scale, 0.5, 500, 10_000)).toEqual({ from: 2500, to: 7500 });
    expect(zoomBy(scale, 0.5, 1000, 10_000)).toEqual({ from: 5000 });
    expect(zoomBy(scale, 2, 500, 10_000)).toEqual({ from: 0 });
    expect(zoomBy(scaleOf(4000, 6000), 2, 500, 10_000)).toEqual({ from: 3000, to: 7000 });
  });

  test("pans, and stops at both ends with its length kept", () => {
    const middle = scaleOf(4000, 6000);
    expect(panBy(middle, 250, 10_000)).toEqual({ from: 4500, to: 6500 });
    expect(panBy(middle, -250, 10_000)).toEqual({ from: 3500, to: 5500 });
    expect(panBy(scaleOf(100, 2100), -250, 10_000)).toEqual({ from: 0, to: 2000 });
    expect(panBy(scaleOf(7900, 9900), 250, 10_000)).toEqual({ from: 8000 });
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
