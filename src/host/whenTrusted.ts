import * as vscode from "vscode";

/** Calls a function at once in a trusted workspace, otherwise as soon as the person trusts it. */
export function whenTrusted(act: () => void): vscode.Disposable {
  if (!vscode.workspace.isTrusted) return vscode.workspace.onDidGrantWorkspaceTrust(act);
  act();
  return { dispose: () => undefined };
}
