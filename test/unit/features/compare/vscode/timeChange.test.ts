import { expect, test } from "vitest";
import { clockText } from "#features/compare/vscode/timeChange.ts";

test("a run's time is on a clock from ten seconds on, in words below, also when it began and ended in one second", () => {
  expect([0, 169, 3_400, 271_000].map(clockText)).toEqual(["under 1 s", "169 ms", "3.4 s", "4:31"]);
});
