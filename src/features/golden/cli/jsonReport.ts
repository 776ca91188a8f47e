import type { GoldenRunResult } from "../core/goldenResult.ts";
import { countOutcomes, type SuiteReport, type TestReport } from "./testReport.ts";

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
    line: test.namePlace.line,
    name: test.name,
    kind,
    description,
    duration: Math.round(took),
    failure: failure && { kind: failure.kind, message: failure.sentence },
    variesAt: variesAt && { ...inTurn(variesAt), step: variesAt.number, name: variesAt.name },
    failures: failures.map(({ index, place, message, results }) => {
      const { turn, expected, actual, step } = results[0]?.result ?? {};
      return {
        check: index,
        ...inTurn({ turn }),
        line: place.line,
        column: place.column,
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

/** The turn of a conversation, from 1. */
function inTurn({ turn }: { turn?: number }): { turn?: number } {
  return turn === undefined ? {} : { turn };
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
      ...inTurn(firstDifference),
      step: firstDifference.step?.number,
      name: firstDifference.name,
      message: firstDifference.sentence,
    },
  };
}
