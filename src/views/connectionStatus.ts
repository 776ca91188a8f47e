import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../base/disposable.ts";
import { commandIds, connectionStatusId } from "../host/ids.ts";
import type { RunStore } from "../runs/runStore.ts";
import type { ActiveRuns } from "./activeRuns.ts";
import { statusText, statusTooltip } from "./model/connectionWords.ts";
import type { WatchedRuns } from "./watchedRuns.ts";

/** The status bar item: which connection is active, whether it is production, how many runs are under way or wait. */
export class ConnectionStatus implements Disposable {
  readonly #runs: ActiveRuns;
  readonly #watched: WatchedRuns;
  readonly #disposables = new DisposableStore();
  readonly #item: vscode.StatusBarItem;

  constructor(runs: ActiveRuns, watched: WatchedRuns) {
    this.#runs = runs;
    this.#watched = watched;
    this.#item = this.#disposables.add(vscode.window.createStatusBarItem(connectionStatusId, vscode.StatusBarAlignment.Left));
    this.#item.name = "Dynamiq Runs Connection";
    this.#item.command = commandIds.switchConnection;
    this.#disposables.add(runs.onDidChange(() => this.#show()));
    this.#disposables.add(watched.onDidChange(() => this.#show()));
    this.#show();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #show(): void {
    const { connection, session } = this.#runs;
    if (!connection) {
      this.#item.hide();
      return;
    }
    const running = runningCount(session?.store);
    const tooltip = statusTooltip(connection, running, this.#watched.counts);
    this.#item.text = statusText(connection, running, this.#watched.counts);
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: tooltip };
    this.#item.backgroundColor = connection.production
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
    this.#item.show();
  }
}

/** A run that was created and has not started yet counts as one that runs: nobody has to do anything about either. */
function runningCount(runs: RunStore | undefined): number {
  return runs?.count("started", "created") ?? 0;
}
