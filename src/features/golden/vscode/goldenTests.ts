import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { inParallel } from "#base/inParallel.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { TestOutcome } from "#features/golden/core/goldenResult.ts";
import { showError } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { GoldenItems, type TestRow } from "./goldenItems.ts";
import { GoldenLenses } from "./goldenLenses.ts";
import type { GoldenResults } from "./goldenResults.ts";
import { type GoldenSuite, runInSuite } from "./suiteRun.ts";

/** How many tests are in progress at the same time. Each may have several runs. */
const testsAtOnce = 2;

/** How often a test runs: as its `repeat` says, or a single time. */
type TestTimes = "asItSays" | "once";

/** Which app the tests run on: that of the active connection, or one that the person picks. */
export type SuiteTarget = "active" | "other";

/**
 * Asks all that has to be asked before tests start. @returns `undefined` when the person does not want it @throws an
 * error for the person when there is no app to run on
 */
export type BeginSuite = (tests: readonly TestRow[], target: SuiteTarget) => Promise<GoldenSuite | undefined>;

/** A test whose file was saved while it ran, and what runs it once more. */
interface SavedTest {
  item: vscode.TestItem;
  again: (items: readonly vscode.TestItem[]) => void;
}

interface GoldenTestsOptions {
  begin: BeginSuite;
  results: GoldenResults;
}

export class GoldenTests implements Disposable {
  readonly #options: GoldenTestsOptions;
  readonly #owned = new DisposableStore();
  readonly #controller: vscode.TestController;
  readonly #items: GoldenItems;
  readonly results: GoldenResults;
  /**
   * The tests that run at this moment, by id: a second press of *Run* must not start them twice. One that continuous run
   * would have started meanwhile is kept here until it has ended.
   */
  readonly #running = new Map<string, SavedTest | undefined>();
  #isClosing = false;

  constructor(options: GoldenTestsOptions) {
    this.#options = options;
    this.results = options.results;
    this.#controller = this.#owned.add(vscode.tests.createTestController("dynamiqRuns.golden", "Golden Tests"));
    this.#items = this.#owned.add(new GoldenItems(this.#controller));
    this.#owned.add(new GoldenLenses(this.results));
    this.#controller.resolveHandler = () => this.#items.discover();
    this.#controller.refreshHandler = () => this.#items.refresh();
    if (vscode.workspace.isTrusted) this.#addProfiles();
    else this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#addProfiles()));
    this.#items.discover().catch(onUnexpectedError);
  }

  /** The runs of tests in progress continue: closing a window cancels nothing. */
  dispose(): void {
    this.#isClosing = true;
    this.#owned.dispose();
  }

  /**
   * Runs one test on the active connection, as *Run* in the Test Explorer does.
   *
   * @param times `once` for a single run, however many the test asks for
   * @returns its outcome; `undefined` when it was not run: it is running already, or the person did not want it
   * @throws NothingToDo when its file no longer has it
   */
  async run({ id }: Pick<vscode.TestItem, "id">, times: TestTimes = "asItSays"): Promise<TestOutcome | undefined> {
    const item = await this.#items.byId(id);
    if (!item) throw new NothingToDo("This golden test is no longer in its file.");
    if (this.#running.has(id)) return undefined;
    const before = this.results.of(item);
    const request = new vscode.TestRunRequest([item], undefined, undefined, false, false);
    await this.#runOnce(request, new vscode.CancellationTokenSource().token, "active", times);
    const after = this.results.of(item);
    return after === before ? undefined : after?.outcome;
  }

  /** An untrusted workspace starts nothing: its tests are listed, but can't be run. */
  #addProfiles(): void {
    const { Run } = vscode.TestRunProfileKind;
    const add = (label: string, target: SuiteTarget, isDefault: boolean): vscode.TestRunProfile =>
      this.#owned.add(
        this.#controller.createRunProfile(
          label,
          Run,
          (request, token) => this.#start(request, token, target),
          isDefault,
          undefined,
          target === "active",
        ),
      );
    add("Run", "active", true);
    add("Run on Another Connection…", "other", false);
  }

  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken, target: SuiteTarget): Promise<void> {
    if (!request.continuous) return this.#runOnce(request, token, target);
    const run = (include: readonly vscode.TestItem[]): void => {
      if (include.length === 0 || token.isCancellationRequested || this.#isClosing) return;
      const { exclude, profile } = request;
      const again = new vscode.TestRunRequest(include, exclude, profile, true, true);
      this.#runOnce(again, token, target).catch(showError);
    };
    const onSave = async (uri: vscode.Uri): Promise<void> => {
      const items = await this.#items.ofFile(uri, request);
      for (const item of items) if (this.#running.has(item.id)) this.#running.set(item.id, { item, again: run });
      run(items);
    };
    const saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => void onSave(uri).catch(showError));
    token.onCancellationRequested(() => saved.dispose());
  }

  async #runOnce(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    target: SuiteTarget,
    times: TestTimes = "asItSays",
  ): Promise<void> {
    const selected = await this.#items.tests(request.include, request.exclude ?? []);
    const idleTests = selected.filter(({ item }) => !this.#running.has(item.id));
    const tests = times === "once" ? idleTests.map(withoutRepeats) : idleTests;
    if (tests.length === 0) return;
    for (const { item } of tests) this.#running.set(item.id, undefined);
    try {
      const suite = await this.#options.begin(tests, target);
      if (suite && !token.isCancellationRequested) await this.#run(suite, tests, request, token);
    } catch (error) {
      showError(error);
    } finally {
      this.#leave(tests);
    }
  }

  /** Tests have ended. Those that were saved meanwhile ran with an older text. */
  #leave(tests: readonly TestRow[]): void {
    const saved = tests.flatMap(({ item }) => this.#running.get(item.id) ?? []);
    for (const { item } of tests) this.#running.delete(item.id);
    for (const again of new Set(saved.map((each) => each.again)))
      again(saved.filter((each) => each.again === again).map(({ item }) => item));
  }

  async #run(
    suite: GoldenSuite,
    tests: readonly TestRow[],
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.#controller.createTestRun(request);
    const stop = new AbortController();
    const onStop = (): void => {
      if (this.#isClosing) return;
      stop.abort();
      // A person who stops tests doesn't want them to start again before the next save.
      for (const { item } of tests) this.#running.set(item.id, undefined);
    };
    const stopped = [token, run.token].map((each) => each.onCancellationRequested(onStop));
    try {
      for (const { item } of tests) run.enqueued(item);
      const suiteRun = { results: this.results, suite, run };
      await inParallel(tests, testsAtOnce, (test) => runInSuite(suiteRun, test, stop.signal));
    } finally {
      for (const each of stopped) each.dispose();
      run.end();
    }
  }
}

function withoutRepeats(row: TestRow): TestRow {
  return { ...row, test: { ...row.test, repeat: { times: 1, atLeast: 1 } } };
}
