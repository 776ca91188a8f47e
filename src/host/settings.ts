import * as vscode from "vscode";
import { extensionId } from "./ids.ts";
import { settingIds, type SettingValues } from "./settingIds.ts";
import { allowedValue, type SettingSchema } from "./settingValue.ts";

const section = "dynamiqRuns";

type SettingName = keyof SettingValues;

/** The name of a setting, or the first word of several: `index`. */
type SettingPart<Name extends string = SettingName> = Name extends `${infer First}.${string}` ? Name | First : Name;

/**
 * The value of one of our settings: set by policy, by the person, or the default. No workspace sets one, since their
 * scope is `application`.
 */
export function readSetting<Name extends SettingName>(name: Name): SettingValues[Name] {
  const written = vscode.workspace.getConfiguration(section).get(name);
  return allowedValue(schemaOf(name), written) as SettingValues[Name];
}

/** Changes the person's own value. @throws when the user settings can't be written */
export async function writeSetting<Name extends SettingName>(name: Name, value: SettingValues[Name]): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
}

export function onDidChangeSetting(name: SettingPart, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${section}.${name}`)) listener();
  });
}

/** Opens the settings at one of them. @param id its full name */
export function openSetting(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", id);
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

function schemaOf(name: SettingName): SettingSchema {
  const id = settingIds[name];
  const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest | undefined;
  const schema = manifest?.contributes.configuration.find(({ properties }) => properties[id])?.properties[id];
  if (!schema) throw new Error(`package.json has no setting ${id}.`);
  return schema;
}
