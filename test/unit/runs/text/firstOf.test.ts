import { expect, test } from "vitest";
import { firstOf } from "../../../../src/runs/text/firstOf.ts";

test("a list that is cut says how many of what are left out", () => {
  const lines = Array.from({ length: 16 }, (_, n) => `line ${n}`);
  expect(firstOf(lines, 10, "failed check").slice(9)).toEqual(["line 9", "…(6 more failed checks)"]);
  expect(firstOf(lines, 15, "failed check").at(-1)).toBe("…(1 more failed check)");
  expect(firstOf(lines, 16, "failed check")).toEqual(lines);
});
