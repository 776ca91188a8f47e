import { expect, test } from "vitest";
import { formatBytes, formatMiB } from "#model/bytes.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { formatSince } from "#model/duration.ts";
import { idInFileName, shortId } from "#model/shortId.ts";
import { formatClock } from "#model/timeInRun.ts";
import { formatTimeOfDay, isoDay } from "#model/times.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test("a size reads the same wherever it is shown", () => {
  const sizes = [0, 812, 1023, 1024, 7_680, 99.96 * 1024, 131_072, 1_048_575, 21_390_950, 3 * 1024 ** 3];
  const words = [
    "0 B",
    "812 B",
    "1023 B",
    "1.0 KiB",
    "7.5 KiB",
    "100 KiB",
    "128 KiB",
    "1.0 MiB",
    "20.4 MiB",
    "3.0 GiB",
  ];
  expect(sizes.map(formatBytes)).toEqual(words);
  expect([134_217_728, 134_217_729].map(formatMiB)).toEqual([
    "128 MiB (134,217,728 bytes)",
    "128 MiB (134,217,729 bytes)",
  ]);
});

test("counts have thousands separators", () => {
  expect([0, 999, 1_284, 1_000_000].map(formatCount)).toEqual(["0", "999", "1,284", "1,000,000"]);
  expect([countOf(1, "line"), countOf(1_200, "line"), countOf(2, "entry", "entries")]).toEqual([
    "1 line",
    "1,200 lines",
    "2 entries",
  ]);
});

test("a time since the run's start has a readable precision, and days from a day on", () => {
  const places = [-5, 14_880, 119_940, 119_990, 120_000, 439_000, hour + 2 * minute + 33 * second, day - 1];
  const shown = ["0:00.0", "0:14.9", "1:59.9", "2:00", "2:00", "7:19", "1:02:33", "1 d"];
  expect(places.map(formatClock)).toEqual(shown);
  expect([day, 168 * day + 11 * hour + 24 * minute].map(formatClock)).toEqual(["1 d", "168 d 11 h"]);
});

test("a duration that goes on changes rarely from a minute on", () => {
  const spans = [400, 6_240, 4 * minute + 59 * second, 2 * hour + 5 * minute, 168 * day + 11 * hour];
  expect(spans.map(formatSince)).toEqual(["0.4 s", "6.2 s", "4 min", "2 h 5 min", "168 d 11 h"]);
});

test("a time of day has 24 hours", () => {
  const time = new Date(2026, 10, 5, 21, 1, 12, 48);
  expect(formatTimeOfDay(time.getTime())).toBe("21:01");
  expect(formatTimeOfDay(time.getTime(), "seconds")).toBe("21:01:12");
  expect(formatTimeOfDay(time.getTime(), "milliseconds")).toBe("21:01:12.048");
  expect(isoDay(time)).toBe("2026-11-05");
});

test("an id is short where its beginning is unique", () => {
  const ids = ["7f0e2b1c-2f0a-4f4e-9f4f-6e1a52f0a001", "customer-7421", "customer-7421-monday"];
  expect(ids.map(shortId)).toEqual(["7f0e2b1c", "customer-7421", "customer-742…"]);
  expect(idInFileName("customer-7421-monday")).toBe("customer");
});
