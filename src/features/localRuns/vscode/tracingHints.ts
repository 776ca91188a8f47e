import * as vscode from "vscode";
import { Owner } from "#base/disposable.ts";
import { type Hint, SilentPrograms, startsPython } from "#features/localRuns/core/hints.ts";
import { commandIds } from "#host/commandIds.ts";
import { showNews } from "#host/errors/showError.ts";
import type { NextStep } from "#host/errors/userError.ts";
import type { LocalTracing } from "./localTracing.ts";

const copyCode: NextStep = { title: "Copy Tracing Code…", run: { command: commandIds.copyTracingCode } };
const showSetup: NextStep = { title: "Show Tracing Setup", run: { command: commandIds.showTracingSetup } };

const hints: Readonly<Record<Hint, [message: string, ...nextSteps: NextStep[]]>> = {
  handlerUsedAgain: [
    "A tracing handler was used for several runs, so it sends its earlier runs again with each run. Create a new handler for each run.",
    copyCode,
  ],
  listCut: ["A list in this local run has 50 entries. The SDK cuts longer lists to 50, so entries may be missing."],
};

const nothingCame =
  "A Python program ended in a terminal, but none of its runs arrived. Check that it passes the tracing handler to its run and reads DYNAMIQ_TRACE_BASE_URL and DYNAMIQ_TRACE_ACCESS_KEY.";

/** Says what to look at when the code that is traced isn't right: each hint once in a window. */
export class TracingHints extends Owner {
  readonly #tracing: LocalTracing;
  readonly #shown = new Set<Hint>();
  /** Opened while local runs were traced, so they have the variables. */
  readonly #terminals = new WeakSet<vscode.Terminal>();
  readonly #silent = this.owned.add(new SilentPrograms(() => this.#tracing.isOn && showNews(nothingCame, [showSetup])));

  constructor(tracing: LocalTracing) {
    super();
    this.#tracing = tracing;
    const { window, debug } = vscode;
    this.owned.add(
      tracing.runs.onDidReceive((news) => {
        this.#silent.received();
        for (const hint of news.hints) this.#show(hint);
      }),
    );
    // What was lost says more than that nothing has arrived.
    this.owned.add(tracing.runs.lost.onDidChange((loss) => loss && this.#silent.received()));
    this.owned.add(window.onDidOpenTerminal((terminal) => tracing.isOn && this.#terminals.add(terminal)));
    this.owned.add(
      window.onDidEndTerminalShellExecution(({ terminal, execution }) => {
        if (this.#terminals.has(terminal) && startsPython(execution.commandLine.value)) this.#silent.ended();
      }),
    );
    this.owned.add(
      debug.onDidTerminateDebugSession(({ type }) => {
        if (tracing.isOn && /^(python|debugpy)$/.test(type)) this.#silent.ended();
      }),
    );
  }

  #show(hint: Hint): void {
    if (this.#shown.has(hint)) return;
    this.#shown.add(hint);
    const [message, ...nextSteps] = hints[hint];
    showNews(message, nextSteps);
  }
}
