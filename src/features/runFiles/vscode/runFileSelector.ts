import * as vscode from "vscode";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import { runFilePattern } from "../../../runFiles/fileNames.ts";

/** Run files by their name, saved or unsaved. */
export const runFileSelector: vscode.DocumentSelector = ["file", "untitled"].map((scheme) => ({
  scheme,
  pattern: runFilePattern,
}));

export function isRunFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(runFileSelector, document) > 0;
}

/** Calls a function when a run file is open, now or later. */
function whenRunFileIsOpen(run: () => void): vscode.Disposable {
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

/** Loads everything once a run file is open: its actions and problems are in the editor. */
export function runFilesEntry({ subscriptions }: vscode.ExtensionContext, load: () => Promise<unknown>): void {
  subscriptions.push(whenRunFileIsOpen(() => void load().catch(onUnexpectedError)));
}
