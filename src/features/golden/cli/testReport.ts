import type { TestOutcome } from "../core/goldenResult.ts";

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
  /** In the order of files and tests. */
  tests: readonly TestReport[];
}

export type OutcomeKind = TestOutcome["kind"];

/** How many tests ended in which way. */
export function countOutcomes(tests: readonly TestReport[]): Record<OutcomeKind, number> {
  const counts = { passed: 0, failed: 0, errored: 0, canceled: 0 };
  for (const { outcome } of tests) counts[outcome.kind]++;
  return counts;
}

/** The problems of a test, one per line, without the places. */
export function problemsOf({ outcome }: TestReport): string[] {
  const { kind, failure, failures, description } = outcome;
  const told = [...(failure ? [failure.sentence] : []), ...failures.map(({ message }) => message)];
  return told.length > 0 || kind === "passed" ? told : [description].filter((text) => text !== "");
}
