import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonBeginning } from "#workbench/panel/vscode/json/jsonBeginning.ts";

test("it equals the beginning of the JSON text, and all of a short one", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(80), (value, most) => {
      const whole = JSON.stringify(value);
      expect(jsonBeginning(value, whole.length + 1)).toBe(whole);
      const shown = jsonBeginning(value, most).slice(0, most);
      // Where a text is cut, JSON would go on instead of ending it.
      expect(whole.slice(0, shown.length).replace(/"$/, "")).toContain(shown.slice(0, -2).replace(/\\+$/, ""));
    }),
  );
});

test("a field without a value is left out of a long value, too", () => {
  const value = { type: undefined, message: "x".repeat(1_000) };
  expect(jsonBeginning(value, 100).slice(0, 100)).toBe(JSON.stringify(value).slice(0, 100));
});

test("the rest is not visited", () => {
  const value = {
    first: "x".repeat(1_000),
    get second() {
      throw new Error("It was looked at.");
    },
  };
  expect(jsonBeginning(value, 100).slice(0, 100)).toBe(`{"first":"${"x".repeat(90)}`);
  expect(jsonBeginning({ a_long_name: "x".repeat(1_000) }, 5)).toBe('{"a_long_name":""');
});
