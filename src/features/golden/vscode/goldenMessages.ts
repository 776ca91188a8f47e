import * as vscode from "vscode";
import {
  type CheckFailure,
  firstDifferenceText,
  type GoldenRunResult,
  type TestOutcome,
} from "#features/golden/core/goldenResult.ts";
import { rangeOf } from "./goldenItems.ts";

/** Nobody looks at the failures of more runs of one check. */
const maxRuns = 10;

/** A message of the Test Explorer about a check or a run, and its run. */
export interface GoldenMessage {
  text: string;
  range: vscode.Range;
  runId?: string;
  check?: number;
  expected?: string;
  actual?: string;
}

/** Why a test has not passed: its failed checks, each at its line, then the runs that came to no check. */
export function goldenMessages({ test, failures, runs }: TestOutcome): GoldenMessage[] {
  const first = firstDifference(runs);
  const checks = failures.flatMap((failure) => ofCheck(failure, runs, first));
  const others = runs.flatMap(({ attempt, runId, failure }): GoldenMessage[] => {
    if (!failure) return [];
    const text = runs.length > 1 ? `Run ${attempt}: ${failure.sentence}` : failure.sentence;
    return [{ text, range: rangeOf(failure.range ?? test.nameRange), runId }];
  });
  return [...checks, ...others.slice(0, maxRuns)];
}

function ofCheck(
  { index, range, message, results }: CheckFailure,
  runs: readonly GoldenRunResult[],
  first: string | undefined,
): GoldenMessage[] {
  return results.slice(0, maxRuns).map(({ attempt, runId, result }, position) => {
    const shownText = position === 0 ? message : `Run ${attempt}: ${result.sentence}`;
    const text = position === 0 && first ? `${shownText}\n${first}` : shownText;
    const { expected, actual } = result;
    return { text, range: rangeOf(range), runId: runId || runs[0]?.runId, check: index, expected, actual };
  });
}

function firstDifference(runs: readonly GoldenRunResult[]): string | undefined {
  const found = runs.find(({ firstDifference: difference }) => difference)?.firstDifference;
  return found && `First difference from the golden run: ${firstDifferenceText(found)}`;
}

/** The message as VS Code shows it at its line, with a diff where there is one. */
export function testMessage(
  { text, range, expected, actual, check }: GoldenMessage,
  uri: vscode.Uri,
): vscode.TestMessage {
  const hasDiff = expected !== undefined && actual !== undefined;
  const message = hasDiff ? vscode.TestMessage.diff(text, expected, actual) : new vscode.TestMessage(text);
  message.location = new vscode.Location(uri, range);
  if (check !== undefined) message.contextValue = failedCheckContext;
  return message;
}

/** The context of messages, in the `when` clauses of their menus. */
const failedCheckContext = "dynamiqRunsFailedCheck";
