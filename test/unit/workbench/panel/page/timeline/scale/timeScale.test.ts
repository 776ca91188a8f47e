import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TimelineRow } from "#workbench/panel/page/timeline/rows/timelineRow.ts";
import { foldedWaits, waitsOf } from "#workbench/panel/page/timeline/scale/foldedWaits.ts";
import { ticksOf } from "#workbench/panel/page/timeline/scale/ticks.ts";
import { TimeScale } from "#workbench/panel/page/timeline/scale/timeScale.ts";

const row = (kind: TimelineRow["kind"], from: number, to?: number): TimelineRow => ({
  id: `${kind} ${from}`,
  kind,
  name: kind,
  code: false,
  level: 1,
  sequence: 1,
  state: "done",
  from,
  to,
});

describe("waits", () => {
  test("are joined where they touch, and go on until now", () => {
    expect(
      waitsOf([row("wait", 500, 900), row("wait", 100, 600), row("tool", 0, 50), row("wait", 2000)], 3000),
    ).toEqual([
      { from: 100, to: 900 },
      { from: 2000, to: 3000 },
    ]);
  });

  test("become a break when they take more than a fifth of what is left", () => {
    const waits = [
      { from: 100, to: 119 },
      { from: 200, to: 1100 },
    ];
    expect(foldedWaits(waits, 0, 1200)).toEqual([{ from: 200, to: 1100 }]);
    expect(foldedWaits([{ from: 100, to: 170 }, ...waits.slice(1)], 0, 1200)).toHaveLength(2);
    expect(foldedWaits([{ from: 0, to: 200 }], 0, 1000)).toEqual([]);
  });
});

describe("a scale", () => {
  test("gives each time its own place, and finds it again", () => {
    fc.assert(
      fc.property(
        fc.record({
          from: fc.integer({ min: 0, max: 1e6 }),
          length: fc.integer({ min: 1, max: 1e8 }),
          width: fc.integer({ min: 10, max: 3000 }),
        }),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
          maxLength: 6,
        }),
        fc.array(fc.double({ min: -0.5, max: 1.5, noNaN: true }), { minLength: 2, maxLength: 20 }),
        ({ from, length, width }, parts, places) => {
          const to = from + length;
          const rows = parts.map(([a, b]) =>
            row("wait", from + Math.min(a, b) * length, from + Math.max(a, b) * length),
          );
          const any = new TimeScale({ from, to, width, folded: foldedWaits(waitsOf(rows, to), from, to), room: 72 });
          const times = places.map((part) => from + part * length).sort((a, b) => a - b);
          const pixels = times.map((time) => any.toPixels(time));
          pixels.forEach((pixel, index) =>
            expect(pixel).toBeGreaterThanOrEqual((pixels[index - 1] ?? -Infinity) - 1e-6),
          );
          pixels.forEach((pixel) => expect(any.toPixels(any.toTime(pixel))).toBeCloseTo(pixel, 3));
          expect(any.toPixels(from)).toBeCloseTo(0, 6);
          expect(any.toPixels(to)).toBeCloseTo(any.end, 3);
        },
      ),
    );
  });
});

describe("ticks", () => {
  const labels = (from: number, to: number, width: number, folded = [] as { from: number; to: number }[]): string[] =>
    ticksOf(new TimeScale({ from, to, width, folded })).map(({ label }) => label);

  test("are at round times, with the necessary precision", () => {
    expect(labels(0, 60_000, 500)).toEqual(["0:00", "0:10", "0:20", "0:30", "0:40", "0:50"]);
    expect(labels(60_100, 60_900, 400)).toEqual(["1:00.2", "1:00.4", "1:00.6", "1:00.8"]);
    expect(labels(0, 20, 700).slice(0, 3)).toEqual(["0:00.000", "0:00.002", "0:00.004"]);
    expect(labels(3_600_000, 7_200_000, 300)).toEqual(["1:00:00", "1:20:00", "1:40:00"]);
    expect(labels(0, 400 * 86_400_000, 300)).toEqual(["0:00", "86 d", "172 d", "258 d", "344 d"]);
  });

  test("keep a distance", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 50, max: 3000 }), (length, width) => {
        const ticks = ticksOf(
          new TimeScale({ from: 0, to: length, width, folded: [{ from: length * 0.4, to: length * 0.7 }] }),
        );
        ticks
          .slice(1)
          .forEach(({ left }, index) =>
            expect(left - ticks[index]!.left).toBeGreaterThanOrEqual(ticks[index]!.label.length * 6),
          );
        expect(ticks.length).toBeLessThanOrEqual(width / 36 + 1);
      }),
    );
  });
});
