import * as vscode from "vscode";

/** The files that are ours by their name, on disk or not saved yet. */
export const requestFileSelector: vscode.DocumentSelector = ["file", "untitled"].map((scheme) => ({
  scheme,
  pattern: "**/*.run.{json,jsonc}",
}));

export function isRequestFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(requestFileSelector, document) > 0;
}

/** Calls back once a run request file is open, now or later. */
export function whenRequestFileIsOpen(run: () => void): vscode.Disposable {
  if (vscode.workspace.textDocuments.some(isRequestFile)) {
    run();
    return new vscode.Disposable(() => undefined);
  }
  const opened = vscode.workspace.onDidOpenTextDocument((document) => {
    if (!isRequestFile(document)) return;
    opened.dispose();
    run();
  });
  return opened;
}
