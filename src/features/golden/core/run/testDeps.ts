import type { Run } from "#api/schemas.ts";
import type { PreparedRequest } from "#features/golden/core/file/goldenRequest.ts";
import type { GoldenTest, GoldenTurn } from "#features/golden/core/file/goldenTypes.ts";
import type { GoldenRunResult, RunFailure } from "#features/golden/core/goldenResult.ts";
import type { RunCreator } from "#runs/create/runCreator.ts";
import type { RunsOfApp } from "#runs/create/runsOfApp.ts";
import type { RunWatcher } from "#runs/live/runWatcher.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";

export interface GoldenTestDeps {
  /** A `RunsSession` is one. */
  app: RunsOfApp & { watcher: Pick<RunWatcher, "watch"> };
  creator: Pick<RunCreator, "create">;
  /** Sends each answer once. */
  answers: Pick<AnswerService, "send">;
  /**
   * The request of one run, with its variables filled in and its files opened: `GoldenRequests` is made for it.
   *
   * @param turn which of the test's turns, from 0
   * @param newSession the session of the run, the value of `${newSession}`
   * @throws RunFileError, ApiError
   */
  prepare: (test: GoldenTest, turn: number, newSession: string) => Promise<PreparedRequest>;
  /** Why no recorded answers are sent, and so no test starts that has some to send. Absent where they are sent. */
  noReplay?: NotStarted;
  /**
   * Checks before each run with a user whether that user has connected all accounts. Absent where nobody checks. It has
   * to remember the users: a test that is repeated checks the same one again.
   *
   * @returns why the run must not start
   */
  checkUser?: (userId: string) => Promise<NotStarted | undefined>;
  /** The golden run of a turn, if it is known. The first difference is found by comparing with it. */
  goldenRun?: (test: GoldenTest, turn: GoldenTurn) => Promise<RecordedRun | undefined>;
  /** Covers secrets in what results say. Absent where only the person sees them, who has the runs as well. */
  cover?: Cover;
  /** Aborted when the app can't be asked any more, because its connection has changed. Absent where none can. */
  gone?: AbortSignal;
  /** How many runs of one test are in progress at the same time. */
  concurrency: number;
}

export interface RecordedRun {
  readonly run: Run;
  readonly steps: readonly StoryStep[];
}

/** `canceled`: a person decided so. */
export interface NotStarted {
  kind: "errored" | "canceled";
  failure: RunFailure;
}

/** An event of a running test. */
export type GoldenProgress =
  /** @prop turn of a conversation, from 1 */
  | { kind: "created"; attempt: number; runId: string; turn?: number }
  /** A recorded answer is sent. @prop prompt what it answers, in quotes */
  | { kind: "answering"; attempt: number; runId: string; prompt: string }
  | { kind: "ended"; result: GoldenRunResult };
