import type { TestOutcome, GoldenRunResult } from "#features/golden/core/goldenResult.ts";

/** One test of a suite, when it is over. */
export interface TestReport {
  /** Relative to the current folder. */
  file: string;
  outcome: TestOutcome;
  /** In milliseconds, with all of its runs. */
  took: number;
}

/** A suite, when it is over. */
export interface SuiteReport {
  app: string;
  /** When it began, milliseconds since the epoch. */
  started: number;
  /** In milliseconds. */
  took: number;
  /** The tests in the order of files and tests. */
  tests: readonly TestReport[];
}

export type OutcomeKind = TestOutcome["kind"];

/** How many tests ended in which way. */
export function countOutcomes(tests: readonly TestReport[]): Record<OutcomeKind, number> {
  const counts = { passed: 0, failed: 0, errored: 0, canceled: 0 };
  for (const { outcome } of tests) counts[outcome.kind]++;
  return counts;
}

/** The problems of a test, one per line, without their positions. */
export function problemsOf({ outcome }: TestReport): string[] {
  const { kind, failure, failures, description } = outcome;
  const told = [...(failure ? [failure.sentence] : []), ...failures.map(({ message }) => message)];
  return told.length > 0 || kind === "passed" ? told : [description].filter((text) => text !== "");
}

/** The file of `test --json FILE`, which docs/cli.md explains. A different form gets another version. */
export function jsonReport({ app, started, took, tests }: SuiteReport) {
  return {
    format: "dynamiq-runs/test",
    version: 1,
    app,
    started: new Date(started).toISOString(),
    /** In milliseconds, as all times here. */
    duration: Math.round(took),
    counts: countOutcomes(tests),
    tests: tests.map(testValue),
  };
}

function testValue({ file, outcome, took }: TestReport) {
  const { test, kind, description, runs, failures, failure, variesAt } = outcome;
  return {
    file,
    line: test.nameRange.line,
    name: test.name,
    kind,
    description,
    duration: Math.round(took),
    failure: failure && { kind: failure.kind, message: failure.sentence },
    variesAt: variesAt && { turn: variesAt.turn, step: variesAt.number, name: variesAt.name },
    failures: failures.map(({ index, range, message, results }) => {
      const { turn, expected, actual, step } = results[0]?.result ?? {};
      return {
        check: index,
        turn,
        line: range.line,
        column: range.column,
        message,
        expected,
        actual,
        step: step && { number: step.number, name: step.name },
        runs: results.map(({ runId }) => runId),
      };
    }),
    runs: runs.map(runValue),
  };
}

function runValue(result: GoldenRunResult) {
  const { attempt, runId, turnRuns, kind, status, duration, failure, firstDifference } = result;
  return {
    attempt,
    id: runId,
    turns: turnRuns,
    kind,
    status,
    duration,
    failure: failure && { kind: failure.kind, message: failure.sentence },
    firstDifference: firstDifference && {
      turn: firstDifference.turn,
      step: firstDifference.step?.number,
      name: firstDifference.name,
      message: firstDifference.sentence,
    },
  };
}
