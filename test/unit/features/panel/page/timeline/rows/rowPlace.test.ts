import { describe, expect, test } from "vitest";
import { placeHover } from "../../../../../../../src/features/panel/page/timeline/rows/hoverPlace.ts";
import { placeRow } from "../../../../../../../src/features/panel/page/timeline/rows/rowPlace.ts";
import type { TimelineRow } from "../../../../../../../src/features/panel/page/timeline/rows/timelineRow.ts";
import { stripBars } from "../../../../../../../src/features/panel/page/timeline/scale/stripBars.ts";
import { TimeScale } from "../../../../../../../src/features/panel/page/timeline/scale/timeScale.ts";
import {
  panBy,
  windowAround,
  windowOf,
  zoomBy,
} from "../../../../../../../src/features/panel/page/timeline/scale/zoomWindow.ts";

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

  test("has its label where there is room", () => {
    expect(placeRow({ ...call, from: 8000, to: 9900 }, scale, 0).label).toMatchObject({ side: "left" });
    expect(placeRow({ ...call, from: 100, to: 9900 }, scale, 0).label).toBeUndefined();
    const { label } = placeRow({ ...call, from: 100, to: 9500 }, scale, 0);
    expect(label).toEqual({ text: "9.4 s", side: "right", room: 50 });
    expect(placeRow({ ...call, to: 2000 }, scale, 0).label).toBeUndefined();
    expect(placeRow({ ...call, state: "unfinished" }, scale, 0).label?.text).toBe("2.0 s, unfinished");
    expect(placeRow({ ...call, kind: "wait", outcome: "approved" }, scale, 0).label?.text).toBe("2.0 s, approved");
  });
});

describe("a bar in a narrow panel", () => {
  const narrow = scaleOf(0, 10_000, 160);

  test("has a label without its end, and none of which a part would be cut off", () => {
    expect(placeRow({ ...open, from: 4000 }, narrow, 9900).label).toMatchObject({ text: "5.9 s", side: "left" });
    const unfinished = { ...call, state: "unfinished", from: 4000, to: 9000 } as const;
    expect(placeRow(unfinished, narrow, 0).label).toMatchObject({ text: "5.0 s", side: "left" });
    const approved = { ...call, kind: "wait", from: 500, to: 6000, outcome: "approved" } as const;
    expect(placeRow(approved, narrow, 0).label).toMatchObject({ text: "5.5 s", side: "right" });
    expect(placeRow({ ...call, from: 1500, to: 8500 }, narrow, 0).label).toBeUndefined();
  });
});

describe("a window", () => {
  test("zooms around a place, and follows the end if it touches it", () => {
    expect(zoomBy(scale, 0.5, 500, 10_000)).toEqual({ from: 2500, to: 7500 });
    expect(zoomBy(scale, 0.5, 1000, 10_000)).toEqual({ from: 5000 });
    expect(zoomBy(scale, 2, 500, 10_000)).toEqual({ from: 0 });
    expect(zoomBy(scaleOf(4000, 6000), 2, 500, 10_000)).toEqual({ from: 3000, to: 7000 });
  });

  test("passes a break as the reader sees it", () => {
    const broken = new TimeScale({ from: 0, to: 100_000, width: 1036, folded: [{ from: 5000, to: 95_000 }] });
    expect(zoomBy(broken, 0.5, 518, 100_000)).toEqual({ from: 2590, to: 97_410 });
  });

  test("never gets too short to read", () => {
    const { from, to = 0 } = zoomBy(scaleOf(5000, 5010), 0.5, 500, 10_000);
    expect(to - from).toBeCloseTo(10, 6);
    expect(windowOf(20_000, 30_000, 10_000)).toEqual({ from: 9990 });
    expect(windowOf(100, 50, 10_000)).toEqual({ from: 100, to: 110 });
  });

  test("pans, and stops at both ends with its length kept", () => {
    const middle = scaleOf(4000, 6000);
    expect(panBy(middle, 250, 10_000)).toEqual({ from: 4500, to: 6500 });
    expect(panBy(middle, -250, 10_000)).toEqual({ from: 3500, to: 5500 });
    expect(panBy(scaleOf(100, 2100), -250, 10_000)).toEqual({ from: 0, to: 2000 });
    expect(panBy(scaleOf(7900, 9900), 250, 10_000)).toEqual({ from: 8000 });
  });

  test("surrounds a row with some time before and after it", () => {
    expect(windowAround(2000, 4000, 10_000)).toEqual({ from: 1800, to: 4200 });
    expect(windowAround(2000, 10_000, 10_000)).toEqual({ from: 1200 });
    expect(windowAround(2000, 2000, 10_000)).toEqual({ from: 1990, to: 2010 });
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

  test("stays small however many rows there are", () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({ ...call, from: i, to: i + 1 }));
    expect(stripBars(many, scaleOf(0, 100_000), 0).length).toBeLessThanOrEqual(8);
  });
});

describe("details", () => {
  const at = { bar: 100, track: 700, row: 100, rowHeight: 24, view: { width: 1000, height: 600 } };

  test("are below their row, above it at the end, and never outside", () => {
    expect(placeHover(at)).toEqual({ left: 400, width: 348, top: 126 });
    expect(placeHover({ ...at, row: 500 })).toEqual({ left: 400, width: 348, bottom: 102 });
    expect(placeHover({ ...at, bar: 650 }).left).toBe(644);
    expect(placeHover({ ...at, view: { width: 300, height: 600 }, track: 150 })).toMatchObject({ left: 8, width: 284 });
  });
});
