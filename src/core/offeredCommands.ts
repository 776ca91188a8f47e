/**
 * The commands that the palette offers.
 *
 * The `when` clauses of package.json hide commands that have nothing to work with; `commandStates.ts` computes their
 * context keys. A command that still has nothing to work with throws `NothingToDo`, which is shown as information with
 * the next step.
 */
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../base/disposable.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import type { UploadStore } from "../connections/uploadStore.ts";
import type { BatchStore } from "../features/batches/core/batchStore.ts";
import type { CompareSelection } from "../features/compare/vscode/compareSelection.ts";
import type { ActiveRuns } from "../features/connections/vscode/activeRuns.ts";
import type { WatchedRuns } from "../features/connections/vscode/watchedRuns.ts";
import type { RunPanels } from "../features/panel/vscode/runPanels.ts";
import { commandStateKeys } from "../host/ids.ts";
import { pendingInputRequests } from "../runs/labels/pendingInputRequests.ts";
import { type CommandStates, commandStates } from "./commandStates.ts";

export interface OfferedCommandsOptions {
  connections: ConnectionStore;
  runs: ActiveRuns;
  watched: WatchedRuns;
  batches: BatchStore;
  uploads: UploadStore;
  panels: RunPanels;
  compared: CompareSelection;
}

/**
 * Sets the context keys with which the command palette offers only commands that have something to work with.
 * `viewState` and `filtered` are set with the explorer instead.
 */
export class OfferedCommands implements Disposable {
  readonly #options: OfferedCommandsOptions;
  readonly #disposables = new DisposableStore();
  #set: Partial<CommandStates> = {};
  #isPending = false;

  constructor(options: OfferedCommandsOptions) {
    this.#options = options;
    // One by one, since the caller may pass an object that holds more.
    const { connections, runs, watched, batches, uploads, panels, compared } = options;
    for (const source of [connections, runs, watched, batches, uploads, panels, compared]) {
      this.#disposables.add(source.onDidChange(() => this.#setSoon()));
    }
    this.#setAll();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Changes come in bursts. */
  #setSoon(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    queueMicrotask(() => {
      this.#isPending = false;
      this.#setAll();
    });
  }

  #setAll(): void {
    const states = this.#read();
    for (const name of Object.keys(states) as (keyof CommandStates)[]) {
      if (states[name] === this.#set[name]) continue;
      void vscode.commands.executeCommand("setContext", commandStateKeys[name], states[name]);
    }
    this.#set = states;
  }

  #read(): CommandStates {
    const { connections, runs, watched, batches, uploads, panels, compared } = this.#options;
    const id = runs.connection?.id ?? "";
    const shown = panels.activeRun;
    return commandStates({
      requests: [
        ...watched.requests.map(({ request }) => request),
        ...(shown?.run ? pendingInputRequests(shown.run) : []),
      ],
      batches: batches.list.map(({ head, counts, isOpen }) => {
        return { counts, isOpen, canSend: connections.get(head.connectionId) !== undefined };
      }),
      uploads: uploads.list(id).length,
      panel: shown,
      compares: compared.selected !== undefined,
    });
  }
}
