import { homedir } from "node:os";
import { join, relative, sep } from "node:path";
import * as vscode from "vscode";

/**
 * The path to which other paths in a run file are relative: of one without a place, as if it stood in the folder that
 * is open.
 */
export function runFilePath(uri: vscode.Uri): string {
  if (uri.scheme !== "untitled" || uri.path.startsWith("/")) return uri.fsPath;
  return join(runFileFolder(), uri.path);
}

/** Where a run file stands that has no place yet: the folder that is open. */
export function runFileFolder(): string {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath ?? homedir();
}

/** The path of a file as it stands in a run file that has no place yet. */
export function fromRunFileFolder(path: string): string {
  return relative(runFileFolder(), path).split(sep).join("/");
}

/** The folders that are open. */
export function openFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === "file" ? [uri.fsPath] : []));
}

/** The folder of the workspace whose files belong to a run file: none for a run file that is elsewhere. */
export function ownFolders(requestFile: vscode.Uri): string[] {
  const path = runFilePath(requestFile);
  const own = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path))?.uri.fsPath;
  return own === undefined ? [] : [own];
}

/** The folder of the workspace that a file is in; of one without a place, the first one. */
export function workspaceFolderOf(uri: vscode.Uri): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === "file" ? folder.uri.fsPath : undefined;
}
