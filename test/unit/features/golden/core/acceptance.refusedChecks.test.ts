import { expect, test } from "vitest";
import { movedLine, refusedText } from "#features/golden/core/acceptance.ts";

const missing = { line: 12, reason: "the output has no refund.amount" };
const uncalled = { line: 15, reason: "issue_refund wasn't called" };

test("what can't be accepted is said with its line and its reason, beside what was accepted", () => {
  expect(refusedText("Charged\ntwice", 1, [missing, uncalled])).toMatch(
    /^1 of 3 .* Charged twice .* Line 12: the output has no refund\.amount; line 15: issue_refund wasn't called\.$/,
  );
  const many = Array.from({ length: 7 }, () => uncalled);
  expect(refusedText("Refund", 0, many)).toMatch(/^0 of 7 .*; and 4 more\.$/);
});

test("a line is named where it is after the replacements above it", () => {
  const edits = [
    { line: 3, addedLines: 4 },
    { line: 9, addedLines: -1 },
    { line: 20, addedLines: 8 },
  ];
  expect([2, 12, 30].map((line) => movedLine(line, edits))).toEqual([2, 15, 41]);
});
