import * as vscode from "vscode";
import type { Disposable } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { type GoldenRunResult, type TestOutcome, turnOf } from "#features/golden/core/goldenResult.ts";
import { failedTests, ranTests } from "#host/contextKeys.ts";
import { setContextKey } from "#host/setContextKey.ts";
import type { ExportFiles } from "#workbench/panel/vscode/exportFiles.ts";
import type { RunNotes } from "#workbench/panel/vscode/runPoints.ts";
import { goldenRunOf } from "./endedRun.ts";
import { bannerActs } from "./goldenActs.ts";
import type { GoldenMessage } from "./goldenMessages.ts";
import { goldenView } from "./goldenRuns.ts";

/** The last outcome of a test. */
export interface GoldenResult {
  uri: vscode.Uri;
  connectionId: string;
  /** The test as it was when it ran. */
  test: GoldenTest;
  outcome: TestOutcome;
  messages: readonly GoldenMessage[];
}

/** The outcomes of the golden tests that ran in this window; the menus of the Test Explorer know it as well. */
export class GoldenResults implements Disposable {
  readonly #results = new Map<string, GoldenResult>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  dispose(): void {
    this.#changed.dispose();
  }

  of({ id }: Pick<vscode.TestItem, "id">): GoldenResult | undefined {
    return this.#results.get(id);
  }

  /** The last outcome of the test that started a run. */
  ofRun(connectionId: string, runId: string): { result: GoldenResult; run: GoldenRunResult } | undefined {
    for (const result of this.#results.values()) {
      const run = result.outcome.runs.find((each) => each.runId === runId);
      if (run && result.connectionId === connectionId) return { result, run };
    }
    return undefined;
  }

  keep({ id }: vscode.TestItem, result: GoldenResult): void {
    this.#results.set(id, result);
    const all = [...this.#results];
    const failed = all.filter(([, { outcome }]) => outcome.failures.length > 0);
    void setContextKey(ranTests, idsOf(all));
    void setContextKey(failedTests, idsOf(failed));
    this.#changed.fire();
  }
}

function idsOf(results: readonly [string, GoldenResult][]): string[] {
  return results.map(([id]) => id);
}

/** The notes of runs that failed the checks of a test that ran in this window. */
export function notesOfRuns(app: { goldenResults: GoldenResults; exportFiles: ExportFiles }): RunNotes {
  const { goldenResults: results } = app;
  return {
    onDidChange: results.onDidChange,
    acts: bannerActs,
    async view({ connectionId, runId, file }, { run, runStory, state }) {
      const found = file === undefined ? results.ofRun(connectionId, runId) : undefined;
      if (found?.run.kind !== "failed" || !run || state.kind !== "ended") return undefined;
      const { uri, test } = found.result;
      const golden = await goldenRunOf(app, uri, turnOf(test, found.run)).catch((error: unknown) => {
        // Without its file the banner still says which check failed.
        onUnexpectedError(error);
        return undefined;
      });
      return goldenView({ test, result: found.run, run, steps: runStory.steps }, golden, Date.now());
    },
  };
}
