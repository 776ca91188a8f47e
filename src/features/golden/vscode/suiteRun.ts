import * as vscode from "vscode";
import { messageOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { TestOutcome } from "#features/golden/core/goldenResult.ts";
import type { GoldenProgress } from "#features/golden/core/run/testDeps.ts";
import type { TestRow } from "./goldenItems.ts";
import { goldenMessages, testMessage } from "./goldenMessages.ts";
import type { GoldenResults } from "./goldenResults.ts";

/** Tests that may start: what had to be asked was asked. */
export interface GoldenSuite {
  connection: { id: string; name: string };
  run: (test: TestRow, signal: AbortSignal, onProgress: (progress: GoldenProgress) => void) => Promise<TestOutcome>;
}

/** What one press of *Run* works on. */
export interface SuiteRun {
  suite: GoldenSuite;
  run: vscode.TestRun;
  results: GoldenResults;
}

/** Hands a test to the suite, and its result to VS Code. */
export async function runInSuite(of: SuiteRun, row: TestRow, signal: AbortSignal): Promise<void> {
  const { item, test } = row;
  const { suite, run } = of;
  if (signal.aborted) return run.skipped(item);
  run.started(item);
  const started = performance.now();
  const tell = (progress: GoldenProgress): void => {
    const which = test.repeat.times === 1 ? test.name : `${test.name} (${attemptOf(progress)} of ${test.repeat.times})`;
    run.appendOutput(`${which}: ${progressText(progress, suite.connection.name)}\r\n`, undefined, item);
  };
  try {
    const outcome = await suite.run(row, signal, tell);
    showOutcome(of, row, outcome, performance.now() - started);
  } catch (error) {
    onUnexpectedError(error);
    run.errored(item, new vscode.TestMessage(messageOf(error)));
  }
}

/** Shows the outcome of a test in the Test Explorer and keeps it. @param duration in milliseconds */
function showOutcome(
  { run, results, suite }: SuiteRun,
  { uri, item, test }: TestRow,
  outcome: TestOutcome,
  duration: number,
): void {
  const messages = outcome.kind === "passed" ? [] : goldenMessages(outcome);
  results.keep(item, { uri, connectionId: suite.connection.id, test, outcome, messages });
  item.description = outcome.description;
  const shown = messages.map((message) => testMessage(message, uri));
  switch (outcome.kind) {
    case "passed":
      return run.passed(item, duration);
    case "failed":
      return run.failed(item, shown, duration);
    case "errored":
      return run.errored(item, shown, duration);
    case "canceled":
      return run.skipped(item);
  }
}

function attemptOf(progress: GoldenProgress): number {
  return progress.kind === "ended" ? progress.result.attempt : progress.attempt;
}

/** The progress of a test in one line, for the output of the tests. */
function progressText(progress: GoldenProgress, connection: string): string {
  switch (progress.kind) {
    case "created":
      return `${progress.turn === undefined ? "" : `turn ${progress.turn}: `}run ${progress.runId} started on ${connection}`;
    case "answering":
      return `sending the recorded answer to “${progress.prompt}”`;
    case "ended":
      return progress.result.kind;
  }
}
