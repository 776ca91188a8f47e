import { inParallel } from "#base/inParallel.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import type { RunFailure, TestOutcome } from "#features/golden/core/goldenResult.ts";
import { errored, runGoldenTest } from "#features/golden/core/run/runGoldenTest.ts";
import type { GoldenProgress, GoldenTestDeps, NotStarted } from "#features/golden/core/run/testDeps.ts";
import { testOutcome } from "#features/golden/core/testOutcome.ts";
import type { GoldenSource } from "./goldenSource.ts";
import type { TestReport } from "./testReport.ts";

export interface SuiteOptions {
  sources: readonly GoldenSource[];
  deps: Pick<GoldenTestDeps, "app" | "creator" | "answers" | "checkUser" | "cover">;
  /** How many runs are in progress at the same time, in all tests together. */
  concurrency: number;
  replaysAnswers: boolean;
  /** Cancels runs in progress, and starts no more. */
  signal: AbortSignal;
  /** Called after each test that was run. */
  onTest: (report: TestReport) => void;
}

interface SuiteTest {
  source: GoldenSource;
  test: GoldenTest;
}

/** A test whose recorded answers need the option: from the command line, a production app looks like any other. */
const noReplayResult: NotStarted = {
  kind: "errored",
  failure: {
    kind: "asked",
    sentence: "No run was started: the test would send recorded answers. Add --replay-answers to allow it.",
  },
};

/** The golden tests of some files, run on one app. */
export class Suite {
  readonly #options: SuiteOptions;
  readonly #tests: readonly SuiteTest[];
  readonly #underWay = new Set<string>();

  constructor(options: SuiteOptions) {
    this.#options = options;
    this.#tests = options.sources.flatMap((source) => source.tests.map((test) => ({ source, test })));
  }

  get size(): number {
    return this.#tests.length;
  }

  /** The ids of runs that haven't ended. */
  get underWay(): readonly string[] {
    return [...this.#underWay];
  }

  /** @returns the outcomes of the tests, in order */
  async run(): Promise<TestReport[]> {
    const { concurrency } = this.#options;
    const atOnce = Math.max(1, Math.min(concurrency, this.#tests.length));
    const repeats = Math.max(1, Math.floor(concurrency / atOnce));
    const reports = new Map<SuiteTest, TestReport>();
    await inParallel(this.#tests, atOnce, async (each) => {
      const began = performance.now();
      const outcome = await this.#runTest(each, repeats);
      const report = { file: each.source.file.shown, outcome, took: performance.now() - began };
      reports.set(each, report);
      this.#options.onTest(report);
    });
    return this.#tests.flatMap((each) => reports.get(each) ?? []);
  }

  /** The outcomes of the tests when none of them could be started. The caller says why, once. */
  async fail(failure: RunFailure): Promise<TestReport[]> {
    return this.#tests.map(({ source, test }) => {
      return { file: source.file.shown, outcome: testOutcome(test, [errored(1, failure)]), took: 0 };
    });
  }

  async #runTest({ source, test }: SuiteTest, concurrency: number): Promise<TestOutcome> {
    const { deps, signal, replaysAnswers } = this.#options;
    const noReplay = replaysAnswers ? undefined : noReplayResult;
    const prepare: GoldenTestDeps["prepare"] = (each, turn, session) => source.requests.prepare(each, turn, session);
    const goldenRun: GoldenTestDeps["goldenRun"] = (each, turn) => source.goldenRun(each, turn);
    return runGoldenTest(test, { ...deps, concurrency, noReplay, prepare, goldenRun }, signal, (progress) =>
      this.#note(progress),
    );
  }

  #note(progress: GoldenProgress): void {
    if (progress.kind === "created") this.#underWay.add(progress.runId);
    if (progress.kind === "ended" && progress.result.runId !== undefined) this.#underWay.delete(progress.result.runId);
  }
}
