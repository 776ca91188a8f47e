import { expect, test } from "vitest";
import { painter, showsColors } from "#cli/shell/colors.ts";
import { summaryLine, testLines } from "#features/golden/cli/terminalReport.ts";
import type { TestReport } from "#features/golden/cli/testReport.ts";
import type { GoldenRunResult, TestOutcome } from "#features/golden/core/goldenResult.ts";

const plain = painter({ hasColors: false });
const range = { line: 31, column: 5, offset: 0, length: 1 };
const passed: GoldenRunResult = { attempt: 1, runId: "r1", kind: "passed", checks: [] };

function report(outcome: Partial<TestOutcome>): TestReport {
  const test = { name: "Refund", range, nameRange: { ...range, line: 2 } };
  const whole: TestOutcome = { test, kind: "passed", description: "", runs: [passed], failures: [], ...outcome };
  return { file: "support/refund.golden.json", outcome: whole, took: 12_000 };
}

test("a failed check begins with its place, and shows values and the run", () => {
  const result = { index: 0, range, passed: false, sentence: "", expected: "480", actual: "620\n\u001b[2J" };
  const failures = [
    { index: 0, range, message: "input.amount is 620", results: [{ attempt: 1, runId: "r1", result }] },
  ];
  const step = { id: "s", number: 4, name: "get_policy" };
  const firstDifference = { step, name: step.name, sentence: "region US → EU" };
  const runs: GoldenRunResult[] = [{ attempt: 1, runId: "r1", kind: "failed", checks: [], firstDifference }];
  expect(testLines(report({ kind: "failed", failures, runs }), plain).split("\n")).toEqual([
    "✗ Refund (12 s)",
    "support/refund.golden.json:31:5: error: input.amount is 620",
    "    expected 480",
    "    actual   620",
    "             [2J",
    "    run r1, first difference: step 4, region US → EU",
    "",
  ]);
});

test("the summary counts each way to end", () => {
  const tests = [report({}), report({}), report({ kind: "failed" }), report({ kind: "errored" })];
  const suite = { app: "https://app.example.com", started: 0, took: 34_000, tests };
  expect(summaryLine(suite, plain)).toBe("\n2 passed, 1 failed, 1 errored in 34 s\n");
  expect(summaryLine(suite, painter({ hasColors: true }))).toContain("\u001b[31m1 failed\u001b[39m");
});

test.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: true }, { NO_COLOR: "1" }, false],
  [{ isTTY: true }, { TERM: "dumb" }, false],
  [{}, { FORCE_COLOR: "1" }, false],
])("%j with %j has colors: %s", (stream, environment, wanted) => {
  expect(showsColors(stream, environment)).toBe(wanted);
});
