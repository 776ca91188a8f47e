import { homedir } from "node:os";
import { basename } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../host/userError.ts";
import { fileOfValue } from "./fileOfValue.ts";

/** Asks where a value is to be saved as a file, and saves it. @returns where, `undefined` when the person did not say. */
export async function saveValue(value: unknown, name: string): Promise<vscode.Uri | undefined> {
  const file = fileOfValue(value, name);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await vscode.window.showSaveDialog({
    title: "Save File",
    defaultUri: vscode.Uri.joinPath(folder, file.name),
    filters: { [file.kind]: [file.extension] },
  });
  if (!uri) return undefined;
  try {
    await vscode.workspace.fs.writeFile(uri, file.bytes);
    return uri;
  } catch (error) {
    throw new UserError(`${basename(uri.path)} was not saved: ${String(error)}`, [], { cause: error });
  }
}
