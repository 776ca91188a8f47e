import { expect, test } from "vitest";
import { readRetry, retryRows } from "#features/batches/core/retryChoice.ts";

const none = { waiting: 0, sending: 0, created: 0, failed: 0, invalid: 0, unknown: 0 };
const rowsOf = (counts: Partial<typeof none>, failedRuns = 0) =>
  retryRows({ counts: { ...none, ...counts }, failedRuns }).map(({ label, description }) => `${label}: ${description}`);

test("each kind of line that can be retried is offered with its count", () => {
  expect(rowsOf({ waiting: 24, failed: 3, invalid: 1, unknown: 1, sending: 1 }, 4)).toEqual([
    "Send the Unsent Lines: 24 lines",
    "Send the Lines Without a Run: 2 lines",
    "Look Up Lines with Unknown Outcome: 2 lines; nothing is sent",
    "Send Lines with Unknown Outcome Again: 2 lines, which may run twice",
    "Run the Failed Runs Again: 4 runs, as a new batch",
  ]);
});

test("a script chooses by the names of the choices alone", () => {
  expect([{ lines: "missing" }, [{}], { lines: "all" }].map(readRetry)).toEqual(["missing", undefined, undefined]);
});
