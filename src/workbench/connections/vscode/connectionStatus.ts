import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { commandIds } from "#host/commandIds.ts";
import { shortReason } from "#host/errors/shortReason.ts";
import { connectionStatusId, waitingStatusId } from "#host/ids.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import type { ActiveRuns } from "./activeRuns.ts";
import { statusText, statusTooltip, type UnderWay, waitingBadge } from "./connectionText.ts";
import type { WatchedRuns } from "./watchedRuns.ts";

/**
 * Shows the status bar items: the active connection, whether it can be reached and is production, and how many runs are
 * active; beside it, how many runs wait for the person, which leads to them.
 */
export function showConnectionStatus(runs: ActiveRuns, watched: WatchedRuns): Disposable {
  const owned = new DisposableStore();
  const add = (id: string, name: string, command: string): vscode.StatusBarItem => {
    const made = owned.add(vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left));
    return Object.assign(made, { name, command });
  };
  const item = add(connectionStatusId, "Dynamiq Runs: Connection", commandIds.switchConnection);
  const waiting = add(waitingStatusId, "Dynamiq Runs: Waiting for You", commandIds.showWaiting);
  const draw = (made: vscode.StatusBarItem, text: string, tooltip: string): void => {
    Object.assign(made, { text, tooltip, accessibilityInformation: { label: tooltip } });
    made.show();
  };
  const show = (): void => {
    const { connection, session } = runs;
    const badge = connection && waitingBadge(watched.counts);
    if (badge) draw(waiting, `$(bell-dot) ${badge.value}`, `${badge.tooltip}. Click to show the list.`);
    else waiting.hide();
    if (!connection) return item.hide();
    const underWay = countUnderWay(session?.store);
    const problem = problemOf(session?.store);
    item.backgroundColor =
      connection.production || problem ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    const tooltip = statusTooltip(connection, underWay, watched.counts, problem);
    draw(item, statusText(connection, underWay, problem), tooltip);
  };
  owned.add(runs.onDidChange(show));
  owned.add(watched.onDidChange(show));
  show();
  return owned;
}

/** Why the last read of the runs failed; empty when it succeeded, or nothing was read yet. */
function problemOf(runs: RunStore | undefined): string {
  return runs?.state.kind === "failed" ? shortReason(runs.state.error) : "";
}

/** How many runs are under way: the counts of the explorer's groups. */
function countUnderWay(runs: RunStore | undefined): UnderWay {
  return { running: runs?.count("started") ?? 0, created: runs?.count("created") ?? 0 };
}
