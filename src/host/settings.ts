import * as vscode from "vscode";
import { extensionId } from "./ids.ts";
import type { SettingValues } from "./settingIds.ts";
import { allowedValue, type SettingSchema } from "./settingValue.ts";

type SettingId = keyof SettingValues;

/** The id of a setting, or how several begin: `dynamiqRuns.index`. */
type SettingPart<Id extends string = SettingId> = Id extends `dynamiqRuns.${infer First}.${string}`
  ? Id | `dynamiqRuns.${First}`
  : Id;

/**
 * The value of one of our settings: set by policy, by the person, or the default. No workspace sets one, since their
 * scope is `application` or `machine`.
 */
export function readSetting<Id extends SettingId>(id: Id): SettingValues[Id] {
  return allowedValue(schemaOf(id), vscode.workspace.getConfiguration().get(id)) as SettingValues[Id];
}

/** Changes the person's own value. @throws when the user settings can't be written */
export async function writeSetting<Id extends SettingId>(id: Id, value: SettingValues[Id]): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

export function onDidChangeSetting(id: SettingPart, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(id)) listener();
  });
}

/** Opens the settings at one of them. */
export function openSetting(id: SettingId): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", id);
}

/** Opens the settings at one of scope `machine`: in a remote window, those of the remote machine. */
export function openMachineSetting(id: SettingId): Thenable<unknown> {
  if (vscode.env.remoteName === undefined) return openSetting(id);
  return vscode.commands.executeCommand("workbench.action.openRemoteSettings", { query: id });
}

/** Whether VS Code's chat can be asked, by its own setting. */
export function readHasChat(): boolean {
  return vscode.workspace.getConfiguration("chat").get("disableAIFeatures") !== true;
}

/** Whether a model rates each agent's call before VS Code approves it, which may take longer than a person. */
export function readSlowApprovals(): boolean {
  return vscode.workspace.getConfiguration("chat").get("autopilot.advanced.enabled") === true;
}

/** What this file reads of package.json. */
interface Manifest {
  contributes: { configuration: readonly { properties: Readonly<Record<string, SettingSchema>> }[] };
}

function schemaOf(id: SettingId): SettingSchema {
  const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest | undefined;
  const schema = manifest?.contributes.configuration.find(({ properties }) => properties[id])?.properties[id];
  if (!schema) throw new Error(`package.json has no setting ${id}.`);
  return schema;
}
