import { access } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import * as settingIds from "#host/settingIds.ts";
import { openMachineSetting, readSetting } from "#host/settings.ts";

/** What we read of the API of Microsoft's Python extension. */
interface PythonApi {
  environments: {
    getActiveEnvironmentPath(resource: vscode.Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
  };
}

/**
 * The Python for code of a folder: that of the setting, else of Microsoft's Python extension, else of a virtual environment
 * in the folder, else the first on the path.
 */
export async function interpreterFor(folder: vscode.WorkspaceFolder): Promise<string> {
  return (
    readSetting(settingIds.python).trim() ||
    (await ofPythonExtension(folder)) ||
    (await ofFolder(folder.uri.fsPath)) ||
    defaultInterpreter
  );
}

const isWindows = process.platform === "win32";
const defaultInterpreter = isWindows ? "python" : "python3";

async function ofPythonExtension({ uri }: vscode.WorkspaceFolder): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  if (!extension) return undefined;
  const { environments } = await extension.activate();
  // The path may be that of a folder.
  const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(uri));
  return resolved?.executable.uri?.fsPath;
}

async function ofFolder(folder: string): Promise<string | undefined> {
  const program = isWindows ? ["Scripts", "python.exe"] : ["bin", "python"];
  for (const name of [".venv", "venv"]) {
    const path = join(folder, name, ...program);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/** Lets the person choose another one: with the Python extension its picker, else our setting. */
export async function selectInterpreter(): Promise<void> {
  const command = "python.setInterpreter";
  const isThere = (await vscode.commands.getCommands(true)).includes(command);
  if (isThere) await vscode.commands.executeCommand(command);
  else await openMachineSetting(settingIds.python);
}
