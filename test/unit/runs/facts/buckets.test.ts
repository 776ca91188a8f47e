import { describe, expect, test } from "vitest";
import { bucketsOf, unitOf } from "#runs/facts/buckets.ts";

const hour = 3_600_000;
const day = 24 * hour;
const hours = (spans: readonly { from: number; to: number }[]): number[] =>
  spans.map(({ from, to }) => (to - from) / hour);

describe("the days of a range", () => {
  test("begin at the user's midnight, also where the clock changes", () => {
    const range = { from: Date.UTC(2026, 2, 28, 12), to: Date.UTC(2026, 2, 30, 12) };
    const days = bucketsOf(range, "day", "Europe/Berlin");
    expect(days[0]?.from).toBe(Date.UTC(2026, 2, 27, 23));
    expect(hours(days)).toEqual([24, 23, 24]);
    const autumn = { from: Date.UTC(2026, 9, 24, 12), to: Date.UTC(2026, 9, 26, 12) };
    expect(hours(bucketsOf(autumn, "day", "Europe/Berlin"))).toEqual([24, 25, 24]);
    expect(bucketsOf(range, "day", "Asia/Kolkata")[0]?.from).toBe(Date.UTC(2026, 2, 27, 18, 30));
  });

  test("are hours in a short range and weeks from Monday in a long one", () => {
    const now = Date.UTC(2026, 10, 27, 12);
    expect(unitOf({ from: now - day, to: now })).toBe("hour");
    expect(unitOf({ from: now - 14 * day, to: now })).toBe("day");
    expect(unitOf({ from: now - 200 * day, to: now })).toBe("week");
    expect(bucketsOf({ from: now - day, to: now }, "hour", "UTC")).toHaveLength(24);
    const [week] = bucketsOf({ from: now - 20 * day, to: now }, "week", "UTC");
    expect(new Date(week!.from).getUTCDay()).toBe(1);
  });
});
