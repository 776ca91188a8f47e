import { expect, test } from "vitest";
import { nearest } from "#base/text/nearest.ts";

const names = ["output", "tools", "tool", "status"];

test.each([
  ["outptu", "output"],
  ["stat", "status"],
  ["tol", "tool"],
  ["cost", undefined],
  ["", undefined],
])("%j means %j", (typed, name) => {
  expect(nearest(typed, names)).toBe(name);
});
