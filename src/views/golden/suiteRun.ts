import * as vscode from "vscode";
import type { TestOutcome } from "../../runs/golden/goldenResult.ts";
import type { GoldenProgress } from "../../runs/golden/run/testDeps.ts";
import type { PlacedTest } from "./goldenItems.ts";
import { goldenMessages, testMessage } from "./goldenMessages.ts";
import type { GoldenResults } from "./goldenResults.ts";

/** Tests that may start: what had to be asked was asked. */
export interface GoldenSuite {
  connection: { id: string; name: string };
  run: (test: PlacedTest, signal: AbortSignal, onProgress: (progress: GoldenProgress) => void) => Promise<TestOutcome>;
}

/** One press of *Run*: hands each test to the suite, and its result to VS Code. */
export class SuiteRun {
  readonly #suite: GoldenSuite;
  readonly #run: vscode.TestRun;
  readonly #results: GoldenResults;
  readonly #onError: (error: unknown) => void;

  constructor(suite: GoldenSuite, run: vscode.TestRun, results: GoldenResults, onError: (error: unknown) => void) {
    this.#suite = suite;
    this.#run = run;
    this.#results = results;
    this.#onError = onError;
  }

  async test(placed: PlacedTest, signal: AbortSignal): Promise<void> {
    const { item } = placed;
    if (signal.aborted) return this.#run.skipped(item);
    this.#run.started(item);
    const started = Date.now();
    try {
      const outcome = await this.#suite.run(placed, signal, (progress) => this.#tell(placed, progress));
      this.#show(placed, outcome, Date.now() - started);
    } catch (error) {
      this.#onError(error);
      this.#run.errored(item, new vscode.TestMessage(error instanceof Error ? error.message : String(error)));
    }
  }

  #tell({ item, test }: PlacedTest, progress: GoldenProgress): void {
    const which = test.repeat.times === 1 ? test.name : `${test.name} (${attemptOf(progress)} of ${test.repeat.times})`;
    this.#run.appendOutput(`${which}: ${progressText(progress, this.#suite.connection.name)}\r\n`, undefined, item);
  }

  #show({ uri, item, test }: PlacedTest, outcome: TestOutcome, duration: number): void {
    const messages = outcome.kind === "passed" ? [] : goldenMessages(outcome);
    this.#results.keep(item, { uri, connectionId: this.#suite.connection.id, test, outcome, messages });
    item.description = outcome.description;
    const shown = messages.map((message) => testMessage(message, uri));
    switch (outcome.kind) {
      case "passed":
        return this.#run.passed(item, duration);
      case "failed":
        return this.#run.failed(item, shown, duration);
      case "errored":
        return this.#run.errored(item, shown, duration);
      case "canceled":
        return this.#run.skipped(item);
    }
  }
}

function attemptOf(progress: GoldenProgress): number {
  return progress.kind === "ended" ? progress.result.attempt : progress.attempt;
}

/** For the output of the tests, in one line. */
function progressText(progress: GoldenProgress, connection: string): string {
  switch (progress.kind) {
    case "created":
      return `run ${progress.runId} started on ${connection}`;
    case "answering":
      return `sends the recorded answer to ${progress.prompt}`;
    case "ended":
      return progress.result.kind;
  }
}
