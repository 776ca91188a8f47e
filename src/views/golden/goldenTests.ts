import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { inParallel } from "../../base/inParallel.ts";
import { goldenFilePattern } from "../../host/goldenFiles.ts";
import { goldenControllerId } from "../../host/ids.ts";
import type { TestOutcome } from "../../runs/golden/goldenResult.ts";
import type { GoldenProgress } from "../../runs/golden/run/testDeps.ts";
import { GoldenItems, type PlacedTest } from "./goldenItems.ts";
import { GoldenLenses } from "./goldenLenses.ts";
import { goldenMessages, testMessage } from "./goldenMessages.ts";
import { type GoldenResult, GoldenResults } from "./goldenResults.ts";

/** How many tests are in progress at the same time. Each may have several runs. */
const testsAtOnce = 2;

/** Which app the tests run on: that of the active connection, or one that the person picks. */
export type SuitePlace = "active" | "other";

/** Tests that may start: what had to be asked was asked. */
export interface GoldenSuite {
  connection: { id: string; name: string };
  run: (test: PlacedTest, signal: AbortSignal, onProgress: (progress: GoldenProgress) => void) => Promise<TestOutcome>;
}

/**
 * Asks all that has to be asked before tests start. @returns `undefined` when the person does not want it @throws an
 * error for the person when there is no app to run on
 */
export type BeginSuite = (tests: readonly PlacedTest[], place: SuitePlace) => Promise<GoldenSuite | undefined>;

interface GoldenTestsOptions {
  begin: BeginSuite;
  /** Tells the person of an error. */
  onTold: (error: unknown) => void;
  onError: (error: unknown) => void;
}

/** The golden tests of the workspace in the Test Explorer. */
export class GoldenTests implements Disposable {
  readonly #options: GoldenTestsOptions;
  readonly #owned = new DisposableStore();
  readonly #controller: vscode.TestController;
  readonly #items: GoldenItems;
  readonly #results = this.#owned.add(new GoldenResults());
  /** The tests that run at this moment, by id: a second press of *Run* must not start them twice. */
  readonly #running = new Set<string>();

  constructor(options: GoldenTestsOptions) {
    this.#options = options;
    this.#controller = this.#owned.add(vscode.tests.createTestController(goldenControllerId, "Golden Tests"));
    this.#items = this.#owned.add(new GoldenItems(this.#controller, options.onError));
    const lenses = new GoldenLenses(this.#results);
    this.#owned.add(vscode.languages.registerCodeLensProvider({ pattern: goldenFilePattern }, lenses));
    this.#controller.resolveHandler = () => this.#items.discover();
    this.#controller.refreshHandler = () => this.#items.refresh();
    if (vscode.workspace.isTrusted) this.#addProfiles();
    else this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#addProfiles()));
    this.#items.discover().catch(options.onError);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The last outcome of a test in the Test Explorer. */
  resultOf(item: vscode.TestItem): GoldenResult | undefined {
    return this.#results.of(item);
  }

  /** An untrusted workspace starts nothing: its tests are listed, but can't be run. */
  #addProfiles(): void {
    const { Run } = vscode.TestRunProfileKind;
    const add = (label: string, place: SuitePlace, isDefault: boolean): vscode.TestRunProfile =>
      this.#owned.add(
        this.#controller.createRunProfile(
          label,
          Run,
          (request, token) => this.#start(request, token, place),
          isDefault,
          undefined,
          place === "active",
        ),
      );
    add("Run", "active", true);
    add("Run on Another Connection…", "other", false);
  }

  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken, place: SuitePlace): Promise<void> {
    if (!request.continuous) return this.#runOnce(request, token, place);
    const saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const include = this.#items.ofFile(uri, request);
      if (include.length === 0) return;
      const { exclude, profile } = request;
      const again = new vscode.TestRunRequest(include, exclude, profile, true, true);
      this.#runOnce(again, token, place).catch(this.#options.onTold);
    });
    token.onCancellationRequested(() => saved.dispose());
  }

  async #runOnce(request: vscode.TestRunRequest, token: vscode.CancellationToken, place: SuitePlace): Promise<void> {
    const selected = await this.#items.tests(request.include, request.exclude ?? []);
    const tests = selected.filter(({ item }) => !this.#running.has(item.id));
    if (tests.length === 0) return;
    for (const { item } of tests) this.#running.add(item.id);
    try {
      const suite = await this.#options.begin(tests, place);
      if (suite && !token.isCancellationRequested) await this.#run(suite, tests, request, token);
    } catch (error) {
      this.#options.onTold(error);
    } finally {
      for (const { item } of tests) this.#running.delete(item.id);
    }
  }

  async #run(
    suite: GoldenSuite,
    tests: readonly PlacedTest[],
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.#controller.createTestRun(request);
    const stop = new AbortController();
    const stopped = [token, run.token].map((each) => each.onCancellationRequested(() => stop.abort()));
    try {
      for (const { item } of tests) run.enqueued(item);
      const suiteRun = new SuiteRun(suite, run, this.#results, this.#options.onError);
      await inParallel(tests, testsAtOnce, (test) => suiteRun.test(test, stop.signal));
    } finally {
      for (const each of stopped) each.dispose();
      run.end();
    }
  }
}

/** One press of *Run*: hands each test to the suite, and its result to VS Code. */
class SuiteRun {
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
