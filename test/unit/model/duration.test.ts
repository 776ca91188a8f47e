import { expect, test } from "vitest";
import { formatDifference, formatDuration, formatRunDuration, formatTicking } from "#model/duration.ts";

test("a duration that goes on counts in tenths first, and equals its final form from the first second on", () => {
  const spans = [0, 40, 412, 999, 1_000, 6_240, 14_900, 59_999, 243_000, 7_500_000];
  expect(spans.map(formatTicking).slice(0, 3)).toEqual(["0.0 s", "0.0 s", "0.4 s"]);
  expect(spans.map(formatDuration).slice(0, 3)).toEqual(["0 ms", "40 ms", "412 ms"]);
  const ends = ["999 ms", "1.0 s", "6.2 s", "15 s", "1 min", "4 min 3 s", "2 h 5 min"];
  expect(spans.map(formatDuration).slice(3)).toEqual(ends);
  expect(spans.map(formatTicking).slice(3)).toEqual(["1.0 s", ...ends.slice(1)]);
});

test.each([
  [9_950, "10 s"],
  [18_700, "19 s"],
  [59_500, "1 min"],
  [119_600, "2 min"],
  [3_599_600, "1 h"],
  [3_600_000 + 59.6 * 60_000, "2 h"],
  [86_400_000 - 20_000, "1 d"],
  [3 * 86_400_000 + 3.6 * 3_600_000, "3 d 4 h"],
])("%i ms are rounded to %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("a run that begins and ends in one second took some part of it: the API may send whole seconds", () => {
  expect([0, 169, 1_000].map(formatRunDuration)).toEqual(["under 1 s", "169 ms", "1.0 s"]);
});

test.each([
  [45_400, 39_000, "−6 s"],
  [39_400, 39_000, "0 ms"],
  [412, 418, "+6 ms"],
  [3_140, 412, "−2.7 s"],
  [439_600, 197_500, "−4 min 2 s"],
  [3_600_000, 3_660_000 - 20_000, "+1 min"],
])("between %i and %i ms as they are shown is a difference of %s", (before, after, text) => {
  expect(formatDifference(before, after)).toBe(text);
});

test("shown durations, and the difference that is shown of them, never contradict each other", () => {
  const seconds = (text: string): number => Number(/^[+−]?(\d+(?:\.\d)?) s$/.exec(text)?.[1] ?? 0);
  for (let n = 0; n < 2_000; n++) {
    const [before, after] = [10_000 + ((n * 7_919) % 49_000), 10_000 + ((n * 104_729) % 49_000)];
    const shown = Math.abs(seconds(formatDuration(after)) - seconds(formatDuration(before)));
    expect(seconds(formatDifference(before, after))).toBe(shown);
  }
});
