import { homedir } from "node:os";
import { join, relative, sep } from "node:path";
import * as vscode from "vscode";

/** The path to which other paths in a run file are relative. An unsaved file counts as a file in the open folder. */
export function runFilePath(uri: vscode.Uri): string {
  if (uri.scheme !== "untitled" || uri.path.startsWith("/")) return uri.fsPath;
  return join(runFileFolder(), uri.path);
}

/** The folder of an unsaved run file: the open folder. */
export function runFileFolder(): string {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath ?? homedir();
}

export function fromRunFileFolder(path: string): string {
  return relative(runFileFolder(), path).split(sep).join("/");
}

export function openFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === "file" ? [uri.fsPath] : []));
}

/** The workspace folder whose files belong to a run file; none for a run file outside the workspace. */
export function ownFolders(runFile: vscode.Uri): string[] {
  const path = runFilePath(runFile);
  const own = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path))?.uri.fsPath;
  return own === undefined ? [] : [own];
}

/** The workspace folder of a file; for an unsaved file, the first one. */
export function workspaceFolderOf(uri: vscode.Uri): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === "file" ? folder.uri.fsPath : undefined;
}
