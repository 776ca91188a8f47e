import * as vscode from "vscode";

const section = "dynamiqRuns";

/** The settings of package.json, by their whole names. */
export const settingIds = {
  pageSize: `${section}.pageSize`,
  watchWaiting: `${section}.watchWaiting`,
  notifyRequests: `${section}.notifyRequests`,
  notifyEnded: `${section}.notifyEnded`,
  batchConcurrency: `${section}.batchConcurrency`,
  checkRequirements: `${section}.checkRequirements`,
  runTitles: `${section}.runTitles`,
} as const;

/** The API's own default, and what package.json says. */
const defaultPageSize = 25;

/** How many runs a page has. The person's own value alone: a workspace must not make every read a large one. */
export function readPageSize(): number {
  const wanted = personsValue("pageSize");
  if (typeof wanted !== "number" || !Number.isFinite(wanted)) return defaultPageSize;
  return Math.min(200, Math.max(10, Math.round(wanted)));
}

/**
 * How many requests of a batch are under way at a time. The person's own value alone: a workspace must not flood an
 * app.
 */
export function readBatchConcurrency(): number {
  const wanted = personsValue("batchConcurrency");
  if (typeof wanted !== "number" || !Number.isFinite(wanted)) return 4;
  return Math.min(16, Math.max(1, Math.round(wanted)));
}

/** Whether the accounts of a run's user are checked before it starts. */
export function readCheckRequirements(): boolean {
  return personsValue("checkRequirements") !== false;
}

/** When runs that wait are looked for: while the explorer is in sight, or all the time. */
export function readWatchWaiting(): "whileVisible" | "always" {
  return personsValue("watchWaiting") === "always" ? "always" : "whileVisible";
}

/** Which requests are told in a notification; `mine` are those of runs that were started from here. */
export function readNotifyRequests(): "all" | "mine" | "none" {
  const wanted = personsValue("notifyRequests");
  return wanted === "mine" || wanted === "none" ? wanted : "all";
}

/** Which ends of runs that were started from here are told in a notification. */
export function readNotifyEnded(): "none" | "failed" | "all" {
  const wanted = personsValue("notifyEnded");
  return wanted === "failed" || wanted === "all" ? wanted : "none";
}

/** Where the titles of runs stand, by the names of connections. The person's own value, as it was written. */
export function readRunTitles(): unknown {
  return personsValue("runTitles");
}

export function onDidChangeRunTitles(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(settingIds.runTitles)) listener();
  });
}

/** Opens the settings at one of them. @param id its whole name */
export function openSetting(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", id);
}

function personsValue(name: keyof typeof settingIds): unknown {
  return vscode.workspace.getConfiguration(section).inspect(name)?.globalValue;
}
