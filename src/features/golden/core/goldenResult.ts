import type { SourceRange } from "#runFiles/runFileError.ts";
import type { Finding, StepRef } from "./checks/finding.ts";
import type { GoldenTest } from "./file/goldenTypes.ts";

/** What belongs to one run of a test. */
interface InTurn {
  /** For a run in a conversation: its turn, from 1. */
  turn?: number;
}

export interface CheckResult extends Finding, InTurn {
  /** The check's index among the test's checks. */
  index: number;
  /** The range of the check in the golden file. */
  range: SourceRange;
  passed: boolean;
  /** Set when something isn't checked; `sentence` says why. */
  ignored?: true;
}

/** Why a run did not come to its checks. */
type FailureKind =
  /** The app can't be reached, or refuses the key. */
  | "unreachable"
  /** The app refused the request, or the file can't be sent as it is. */
  | "refused"
  /** The run may or may not have been created, and nobody could find out. */
  | "unknown"
  /** The run's user hasn't connected all accounts. */
  | "accounts"
  /** The run asked for input that the test doesn't send. */
  | "asked"
  /** The run couldn't be followed to its end. */
  | "lost";

export interface RunFailure {
  kind: FailureKind;
  /** Sentences with the next step. */
  sentence: string;
  /** The range in the file to blame, when that isn't the whole test. */
  range?: SourceRange;
}

export interface GoldenRunResult {
  /** The number of the attempt, from 1. */
  attempt: number;
  /** Absent when no run was created. In a conversation it is the last run: a turn that doesn't pass ends it. */
  runId?: string;
  /** The runs of a conversation, in order. */
  turnRuns?: string[];
  kind: "passed" | "failed" | "errored" | "canceled";
  /** The status as the app reports it at the end. */
  status?: string;
  /** The names of its mocked calls and nodes, each once. */
  mocked?: string[];
  /** In milliseconds, without the time that people needed. */
  duration?: number;
  /** The results, one for each check; empty when it did not come to its checks. */
  checks: CheckResult[];
  failure?: RunFailure;
  /** What differs first from the golden run. */
  firstDifference?: FirstDifference;
}

/** Which turn a run belongs to. @param run that of the last turn, as `runId` is */
export function turnOf({ turns }: Pick<GoldenTest, "turns">, run: Pick<GoldenRunResult, "turnRuns"> | undefined) {
  const count = run?.turnRuns?.length ?? 1;
  return turns[Math.max(0, count - 1)];
}

/** The first difference between two runs: at a step, or in the input or output. */
export interface FirstDifference extends InTurn {
  step?: StepRef;
  /** The name of the step, or `input` or `output`. */
  name: string;
  /** *get_policy: region US → EU*. */
  sentence: string;
}

/** *step 6, get_policy: region US → EU*; in a conversation with the turn. */
export function firstDifferenceText({ turn, step, sentence }: FirstDifference): string {
  return [...(turn ? [`turn ${turn}`] : []), ...(step ? [`step ${step.number}`] : []), sentence].join(", ");
}

export type StepOfTurn = StepRef & InTurn;

/** A check that failed, over all runs of a test. */
export interface CheckFailure {
  index: number;
  range: SourceRange;
  /** The message for the end of the check's line: `Expected 480, got 620 in 3 runs and 600 in 1`. */
  message: string;
  /** The results that failed, the first one first. */
  results: { attempt: number; runId: string; result: CheckResult }[];
}

export interface TestOutcome {
  test: Pick<GoldenTest, "name" | "range" | "nameRange">;
  kind: "passed" | "failed" | "errored" | "canceled";
  /** The text of the test's row: `8 of 10 passed, runs differ at step 4`, `input.amount is 620, expected 480`; or empty. */
  description: string;
  /** The runs in the order of their attempts. */
  runs: GoldenRunResult[];
  /** The failed checks in the order of the file. */
  failures: CheckFailure[];
  /** The first step at which repeated runs differ. */
  variesAt?: StepOfTurn;
  /** Why it could not be run at all, or the first of its runs that came to no check. */
  failure?: RunFailure;
}
