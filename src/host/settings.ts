import * as vscode from "vscode";

const section = "dynamiqRuns";

/** The settings in package.json, by their full names. */
export const settingIds = {
  pageSize: `${section}.pageSize`,
  watchWaiting: `${section}.watchWaiting`,
  "notifications.inputRequests": `${section}.notifications.inputRequests`,
  "notifications.finishedRuns": `${section}.notifications.finishedRuns`,
  batchConcurrency: `${section}.batchConcurrency`,
  checkConnectedAccounts: `${section}.checkConnectedAccounts`,
  runTitles: `${section}.runTitles`,
  "mcp.enabled": `${section}.mcp.enabled`,
  copyBudget: `${section}.copyBudget`,
  "index.enabled": `${section}.index.enabled`,
  "index.maxSize": `${section}.index.maxSize`,
  "index.maxAge": `${section}.index.maxAge`,
} as const;

/** The API's own default, and the one in package.json. */
const defaultPageSize = 25;

/** The number of runs in a page. Only the user's own value counts: a workspace must not make every read a large one. */
export function readPageSize(): number {
  const wanted = personsValue("pageSize");
  if (typeof wanted !== "number" || !Number.isFinite(wanted)) return defaultPageSize;
  return Math.min(200, Math.max(10, Math.round(wanted)));
}

/**
 * The number of requests that a batch sends at the same time. Only the user's own value counts: a workspace must not
 * flood an app.
 */
export function readBatchConcurrency(): number {
  const wanted = personsValue("batchConcurrency");
  if (typeof wanted !== "number" || !Number.isFinite(wanted)) return 4;
  return Math.min(16, Math.max(1, Math.round(wanted)));
}

/** The most tokens that a run, steps or a comparison are copied with. */
export function readCopyBudget(): number {
  const wanted = personsValue("copyBudget");
  if (typeof wanted !== "number" || !Number.isFinite(wanted)) return 4_000;
  return Math.min(100_000, Math.max(500, Math.round(wanted)));
}

/** Whether VS Code's chat can be asked, by its own setting. */
export function readHasChat(): boolean {
  return vscode.workspace.getConfiguration("chat").get("disableAIFeatures") !== true;
}

/** Whether to check the accounts of a run's user before it starts. */
export function readCheckRequirements(): boolean {
  return personsValue("checkConnectedAccounts") !== false;
}

/**
 * Whether VS Code may take longer than a person to approve an agent's call by itself: with this setting of VS Code's own,
 * a model rates the call first.
 */
export function readSlowApprovals(): boolean {
  return vscode.workspace.getConfiguration("chat").get("autopilot.advanced.enabled") === true;
}

/** When to look for waiting runs: while the explorer is visible, or always. */
export function readWatchWaiting(): "whileVisible" | "always" {
  return personsValue("watchWaiting") === "always" ? "always" : "whileVisible";
}

/** Which input requests show a notification; `mine` are those of runs that were started here. */
export function readNotifyRequests(): "all" | "mine" | "none" {
  const wanted = personsValue("notifications.inputRequests");
  return wanted === "mine" || wanted === "none" ? wanted : "all";
}

/** Which ends of runs that were started here show a notification. */
export function readNotifyEnded(): "none" | "background" | "failed" | "all" {
  const wanted = personsValue("notifications.finishedRuns");
  return wanted === "none" || wanted === "failed" || wanted === "all" ? wanted : "background";
}

/** The paths of runs' titles, by the names of connections. The user's own value, unchecked. */
export function readRunTitles(): unknown {
  return personsValue("runTitles");
}

/** Changes the user's own value. @throws when the user settings can't be written */
export async function writeRunTitles(titles: Readonly<Record<string, unknown>>): Promise<void> {
  await vscode.workspace.getConfiguration(section).update("runTitles", titles, vscode.ConfigurationTarget.Global);
}

/** Whether runs that were read are kept in the local index. A workspace can't turn it on. */
export function readIndexEnabled(): boolean {
  return personsValue("index.enabled") !== false;
}

const megabyte = 1_000_000;
const day = 86_400_000;

/** How much the local index may keep of each connection. @param now milliseconds since the epoch */
export function readIndexLimits(now: number): { bytes: number; oldest: number } {
  const { size, age } = { size: numberBetween("index.maxSize", 500, 10), age: numberBetween("index.maxAge", 180, 1) };
  return { bytes: size * megabyte, oldest: now - age * day };
}

export function onDidChangeIndexSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${section}.index`)) listener();
  });
}

export function onDidChangeRunTitles(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(settingIds.runTitles)) listener();
  });
}

/** Whether agents in VS Code that only know MCP get the tools as well. */
export function readMcpServer(): boolean {
  return personsValue("mcp.enabled") === true;
}

/** Opens the settings at one of them. @param id its full name */
export function openSetting(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", id);
}

function numberBetween(name: keyof typeof settingIds, usual: number, least: number): number {
  const wanted = personsValue(name);
  return typeof wanted === "number" && Number.isFinite(wanted) ? Math.min(100_000, Math.max(least, wanted)) : usual;
}

function personsValue(name: keyof typeof settingIds): unknown {
  return vscode.workspace.getConfiguration(section).inspect(name)?.globalValue;
}
