import * as vscode from "vscode";

/** The files that are ours by their name, on disk or not saved yet. */
export const runFileSelector: vscode.DocumentSelector = ["file", "untitled"].map((scheme) => ({
  scheme,
  pattern: "**/*.run.{json,jsonc}",
}));

export function isRunFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(runFileSelector, document) > 0;
}

/** Calls back once a run file is open, now or later. */
export function whenRunFileIsOpen(run: () => void): vscode.Disposable {
  if (vscode.workspace.textDocuments.some(isRunFile)) {
    run();
    return new vscode.Disposable(() => undefined);
  }
  const opened = vscode.workspace.onDidOpenTextDocument((document) => {
    if (!isRunFile(document)) return;
    opened.dispose();
    run();
  });
  return opened;
}
