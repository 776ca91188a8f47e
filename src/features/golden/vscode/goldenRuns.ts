import type * as vscode from "vscode";
import type { Event } from "../../../base/emitter.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import type { RunWatch } from "../../../runs/live/watchTypes.ts";
import type { GoldenView } from "../../panel/page/goldenViews.ts";
import type { RunPlace } from "../../panel/vscode/panelSlots.ts";
import type { GoldenTurn } from "../core/file/goldenTypes.ts";
import { turnOf } from "../core/goldenResult.ts";
import type { EndedRun } from "./endedRun.ts";
import type { GoldenResults } from "./goldenResults.ts";
import { goldenView } from "./goldenView.ts";

interface GoldenRunsOptions {
  results: GoldenResults;
  /** A turn's golden run; `undefined` when the turn names none. */
  goldenRun: (file: vscode.Uri, turn: GoldenTurn | undefined) => Promise<EndedRun | undefined>;
}

export class GoldenRuns {
  readonly #options: GoldenRunsOptions;
  /** Fires after a test has run. */
  readonly onDidChange: Event<void>;

  constructor(options: GoldenRunsOptions) {
    this.#options = options;
    this.onDidChange = options.results.onDidChange;
  }

  /** The banner and the marks of a run; `undefined` unless it failed the checks of a test that ran in this window. */
  async view({ connectionId, runId, file }: RunPlace, watch: RunWatch): Promise<GoldenView | undefined> {
    const { results, goldenRun } = this.#options;
    const found = file === undefined ? results.ofRun(connectionId, runId) : undefined;
    const { run, runStory, state } = watch;
    if (found?.run.kind !== "failed" || !run || state.kind !== "ended") return undefined;
    const { uri, test } = found.result;
    const golden = await goldenRun(uri, turnOf(test, found.run)).catch((error: unknown) => {
      // Without its file the banner still says which check failed.
      onUnexpectedError(error);
      return undefined;
    });
    return goldenView({ test, result: found.run, run, steps: runStory.steps }, golden, Date.now());
  }
}
