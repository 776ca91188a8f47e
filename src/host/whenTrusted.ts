import * as vscode from "vscode";

/** Acts at once in a trusted workspace, else as soon as the person trusts it. */
export function whenTrusted(act: () => void): vscode.Disposable {
  if (!vscode.workspace.isTrusted) return vscode.workspace.onDidGrantWorkspaceTrust(act);
  act();
  return { dispose: () => undefined };
}
