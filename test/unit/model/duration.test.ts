import { expect, test } from "vitest";
import { formatDuration, formatTicking } from "../../../src/model/duration.ts";

test("a duration that goes on counts in tenths first, and equals its final form from the first second on", () => {
  const spans = [0, 40, 412, 999, 1_000, 6_240, 14_900, 59_999, 243_000, 7_500_000];
  expect(spans.map(formatTicking).slice(0, 3)).toEqual(["0.0 s", "0.0 s", "0.4 s"]);
  expect(spans.map(formatDuration).slice(0, 3)).toEqual(["0 ms", "40 ms", "412 ms"]);
  const ends = ["999 ms", "1.0 s", "6.2 s", "14 s", "59 s", "4 min 3 s", "2 h 5 min"];
  expect(spans.map(formatDuration).slice(3)).toEqual(ends);
  expect(spans.map(formatTicking).slice(3)).toEqual(["1.0 s", ...ends.slice(1)]);
});
