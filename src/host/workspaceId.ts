import * as vscode from "vscode";

/** An id of the open folder or workspace; empty without one. */
export function workspaceId(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString() ?? "";
}
