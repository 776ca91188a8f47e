import * as vscode from "vscode";

/** What this window has open; empty without a folder. */
export function workspaceId(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString() ?? "";
}
