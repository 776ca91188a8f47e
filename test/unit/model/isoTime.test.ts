import { expect, test } from "vitest";
import { parseTime } from "#model/isoTime.ts";

const utc = Date.UTC(2026, 5, 10, 9, 15, 21);

test.each<[string, number]>([
  ["2026-06-10T09:15:21Z", utc],
  ["2026-06-10 09:15:21", utc],
  ["2026-06-10T09:15:21.123456", utc + 123],
  ["2026-06-10 09:15:21,123", utc + 123],
  ["2026-06-10T11:15:21+02:00", utc],
  ["2026-06-10 11:15:21.123456+02:00", utc + 123],
])("%s", (text, time) => expect(parseTime(text)).toBe(time));

test.each([undefined, null, "", "yesterday", "2026-06-10T25:15:21"])("%s is no time", (text) =>
  expect(parseTime(text)).toBeUndefined(),
);
