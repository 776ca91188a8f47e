import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { shortReason } from "../../../host/errors/shortReason.ts";
import { commandIds, connectionStatusId, waitingStatusId } from "../../../host/ids.ts";
import type { RunStore } from "../../../runs/store/runStore.ts";
import type { ActiveRuns } from "./activeRuns.ts";
import { statusText, statusTooltip, type UnderWay, waitingBadge } from "./connectionText.ts";
import type { WatchedRuns } from "./watchedRuns.ts";

/**
 * The status bar items: the active connection, whether it can be reached and is production, and how many runs are
 * active; beside it, how many runs wait for the person, which leads to them.
 */
export class ConnectionStatus implements Disposable {
  readonly #runs: ActiveRuns;
  readonly #watched: WatchedRuns;
  readonly #disposables = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  readonly #waiting: vscode.StatusBarItem;

  constructor(runs: ActiveRuns, watched: WatchedRuns) {
    this.#runs = runs;
    this.#watched = watched;
    this.#item = this.#disposables.add(
      vscode.window.createStatusBarItem(connectionStatusId, vscode.StatusBarAlignment.Left),
    );
    this.#item.name = "Dynamiq Runs Connection";
    this.#item.command = commandIds.switchConnection;
    this.#waiting = this.#disposables.add(
      vscode.window.createStatusBarItem(waitingStatusId, vscode.StatusBarAlignment.Left),
    );
    this.#waiting.name = "Dynamiq Runs Waiting for You";
    this.#waiting.command = commandIds.showWaiting;
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
      this.#waiting.hide();
      return;
    }
    const underWay = countUnderWay(session?.store);
    const problem = problemOf(session?.store);
    const tooltip = statusTooltip(connection, underWay, this.#watched.counts, problem);
    this.#item.text = statusText(connection, underWay, problem);
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: tooltip };
    this.#item.backgroundColor =
      connection.production || problem ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.show();
    this.#showWaiting();
  }

  #showWaiting(): void {
    const badge = waitingBadge(this.#watched.counts);
    if (!badge) {
      this.#waiting.hide();
      return;
    }
    this.#waiting.text = `$(bell-dot) ${badge.value}`;
    this.#waiting.tooltip = `${badge.tooltip}. Click to choose one.`;
    this.#waiting.accessibilityInformation = { label: this.#waiting.tooltip };
    this.#waiting.show();
  }
}

/** Why the last read of the runs failed; empty when it succeeded, or nothing was read yet. */
function problemOf(runs: RunStore | undefined): string {
  return runs?.state.kind === "failed" ? shortReason(runs.state.error) : "";
}

/** The same counts as the explorer's groups. */
function countUnderWay(runs: RunStore | undefined): UnderWay {
  return { running: runs?.count("started") ?? 0, created: runs?.count("created") ?? 0 };
}
