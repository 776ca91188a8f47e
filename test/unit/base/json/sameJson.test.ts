import { expect, test } from "vitest";
import { parseJson } from "#base/json/parseJson.ts";
import { sameJson } from "#base/json/sameJson.ts";

test.each<[string, string, boolean]>([
  ['{"a":1.0,"b":[1e3]}', '{"b":[1000],"a":1}', true],
  ["12345678901234567890", "1234567890123456789e1", true],
  ["12345678901234567890", "12345678901234567891", false],
  ["-0", "0", true],
  ["NaN", "NaN", true],
  ["1.0", '"1.0"', false],
  ['{"text":"1.0"}', "1.0", false],
])("%s and %s: %j", (a, b, same) => {
  expect(sameJson(parseJson(a), parseJson(b))).toBe(same);
  expect(sameJson(parseJson(b), parseJson(a))).toBe(same);
});

test("a field that is undefined is the same as no field", () => {
  expect(sameJson({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(sameJson({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(sameJson({ b: undefined }, { b: null })).toBe(false);
});
