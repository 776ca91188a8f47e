import { expect, test } from "vitest";
import { nearest } from "../../../../src/base/text/nearest.ts";

const names = ["output", "tools", "tool", "status"];

test.each([
  ["outptu", "output"],
  ["Output", "output"],
  ["stat", "status"],
  ["toolz", "tools"],
  ["tol", "tool"],
  ["cost", undefined],
  ["", undefined],
  ["o", undefined],
])("%j means %j", (typed, name) => {
  expect(nearest(typed, names)).toBe(name);
});
