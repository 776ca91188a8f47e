import * as vscode from "vscode";

const section = "dynamiqRuns";

/** The settings in package.json, by their full names. */
export const settingIds = {
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
  python: `${section}.python`,
} as const;

/** How many requests a batch sends at the same time. A workspace must not flood an app, so it can't set it. */
export function readBatchConcurrency(): number {
  return Math.round(numberBetween("batchConcurrency", 1, 16));
}

/** The most tokens that a run, steps or a comparison are copied with. */
export function readCopyBudget(): number {
  return Math.round(numberBetween("copyBudget", 500, 100_000));
}

/** Whether VS Code's chat can be asked, by its own setting. */
export function readHasChat(): boolean {
  return vscode.workspace.getConfiguration("chat").get("disableAIFeatures") !== true;
}

/** Whether to check the accounts of a run's user before it starts. */
export function readCheckRequirements(): boolean {
  return valueOf("checkConnectedAccounts") !== false;
}

/** Whether a model rates each agent's call before VS Code approves it, which may take longer than a person. */
export function readSlowApprovals(): boolean {
  return vscode.workspace.getConfiguration("chat").get("autopilot.advanced.enabled") === true;
}

/** When to look for waiting runs: always, or while the explorer is visible. */
export function readWatchWaiting(): "always" | "whileVisible" {
  return oneOf("watchWaiting", ["always", "whileVisible"]);
}

/** Which input requests show a notification; `mine` are those of runs that were started here. */
export function readNotifyRequests(): "all" | "mine" | "none" {
  return oneOf("notifications.inputRequests", ["all", "mine", "none"]);
}

/** Which ends of runs that were started here show a notification. */
export function readNotifyEnded(): "none" | "background" | "failed" | "all" {
  return oneOf("notifications.finishedRuns", ["none", "background", "failed", "all"]);
}

/** The paths of runs' titles, by the names of connections. The user's own value, unchecked. */
export function readRunTitles(): unknown {
  return valueOf("runTitles");
}

/** Changes the user's own value. @throws when the user settings can't be written */
export async function writeRunTitles(titles: Readonly<Record<string, unknown>>): Promise<void> {
  await vscode.workspace.getConfiguration(section).update("runTitles", titles, vscode.ConfigurationTarget.Global);
}

/** Whether runs that were read are kept in the local index. A workspace can't turn it on. */
export function readIndexEnabled(): boolean {
  return valueOf("index.enabled") !== false;
}

const mebibyte = 1024 * 1024;

/** How much the local index may keep of each connection, in bytes. */
export function readIndexSize(): number {
  return numberBetween("index.maxSize", 10, 100_000) * mebibyte;
}

/** @param name of a setting, or of several: `index` */
export function onDidChangeSetting(name: "index" | "runTitles", listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${section}.${name}`)) listener();
  });
}

/** Whether agents in VS Code that only know MCP get the tools as well. */
export function readMcpServer(): boolean {
  return valueOf("mcp.enabled") === true;
}

/** The interpreter for workflows of the workspace; empty for the usual one. A workspace can't name a program to run. */
export function readPython(): string {
  const path = valueOf("python");
  return typeof path === "string" ? path.trim() : "";
}

/** Opens the settings at one of them. @param id its full name */
export function openSetting(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", id);
}

/** A number between two limits: what a person writes into the settings file isn't checked by VS Code. */
function numberBetween(name: keyof typeof settingIds, min: number, max: number): number {
  const setting = valueOf(name);
  const number = typeof setting === "number" && Number.isFinite(setting) ? setting : Number(defaultValue(name));
  return Math.min(max, Math.max(min, number));
}

function oneOf<Value extends string>(name: keyof typeof settingIds, values: readonly Value[]): Value {
  const allowedValue = (value: unknown): Value | undefined => values.find((each) => each === value);
  const value = allowedValue(valueOf(name)) ?? allowedValue(defaultValue(name));
  if (value === undefined)
    throw new Error(`The setting ${settingIds[name]} has a default that isn't one of its values.`);
  return value;
}

/** Set by policy, by the person, or the default of package.json. No workspace sets one: the scope is `application`. */
function valueOf(name: keyof typeof settingIds): unknown {
  return vscode.workspace.getConfiguration(section).get(name);
}

function defaultValue(name: keyof typeof settingIds): unknown {
  return vscode.workspace.getConfiguration(section).inspect(name)?.defaultValue;
}
