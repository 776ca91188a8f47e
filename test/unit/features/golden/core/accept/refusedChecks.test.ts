import { expect, test } from "vitest";
import { movedLine, refusedText } from "../../../../../../src/features/golden/core/accept/refusedChecks.ts";

const missing = { line: 12, reason: "the output has no refund.amount" };
const uncalled = { line: 15, reason: "issue_refund wasn't called" };

test("what can't be accepted is said with its line and its reason, beside what was accepted", () => {
  expect(refusedText("Charged\ntwice", 2, [missing])).toBe(
    "2 of 3 failed checks of Charged twice were accepted. Line 12: the output has no refund.amount.",
  );
  expect(refusedText("Refund", 1, [missing, uncalled])).toBe(
    "1 of 3 failed checks of Refund was accepted. " +
      "Line 12: the output has no refund.amount; line 15: issue_refund wasn't called.",
  );
  expect(refusedText("Refund", 0, [uncalled])).toBe(
    "The failed check of Refund was not accepted. Line 15: issue_refund wasn't called.",
  );
  expect(
    refusedText(
      "Refund",
      0,
      Array.from({ length: 7 }, () => uncalled),
    ),
  ).toMatch(/^0 of 7 failed checks of Refund were accepted\. .*; and 4 more\.$/);
});

test("a line is named where it is after the replacements above it", () => {
  const edits = [
    { line: 3, addedLines: 4 },
    { line: 9, addedLines: -1 },
    { line: 20, addedLines: 8 },
  ];
  expect([2, 12, 30].map((line) => movedLine(line, edits))).toEqual([2, 15, 41]);
});
