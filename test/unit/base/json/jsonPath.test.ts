import { expect, test } from "vitest";
import { jsonPath, valueAt } from "#base/json/jsonPath.ts";

test.each<[(string | number)[], string]>([
  [[], "$"],
  [["a", 0, "b"], "$.a[0].b"],
  [["a/b~c"], '$["a/b~c"]'],
  [['say "hi"\n'], '$["say \\"hi\\"\\n"]'],
  [[""], '$[""]'],
])("%j is written %s", (path, text) => {
  expect(jsonPath(path)).toBe(text);
});

test("a path leads to its value, and nowhere else", () => {
  const value = { a: [{ b: null }], ["__proto__"]: 1, text: "abc" };
  expect(valueAt(value, [])).toBe(value);
  expect(valueAt(value, ["a", 0, "b"])).toBe(null);
  expect(valueAt(value, ["a", 1])).toBeUndefined();
  expect(valueAt(value, ["a", 0, "b", "c"])).toBeUndefined();
  expect(valueAt(value, ["text", "length"])).toBeUndefined();
  expect(valueAt({}, ["__proto__"])).toBeUndefined();
  expect(valueAt({}, ["constructor", "name"])).toBeUndefined();
  expect(valueAt(undefined, ["a"])).toBeUndefined();
});
