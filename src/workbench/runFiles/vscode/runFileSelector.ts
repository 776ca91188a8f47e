import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { runFilePattern } from "#runFiles/fileNames.ts";

/** Run files by their name, saved or unsaved. */
export const runFileSelector: vscode.DocumentSelector = ["file", "untitled"].map((scheme) => ({
  scheme,
  pattern: runFilePattern,
}));

export function isRunFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(runFileSelector, document) > 0;
}

/** Loads everything once a run file is open: its actions and problems are in the editor. */
export function runFilesEntry({ subscriptions }: vscode.ExtensionContext, load: () => Promise<unknown>): void {
  const run = (): void => void load().catch(onUnexpectedError);
  if (vscode.workspace.textDocuments.some(isRunFile)) return run();
  const opened = vscode.workspace.onDidOpenTextDocument((document) => {
    if (!isRunFile(document)) return;
    opened.dispose();
    run();
  });
  subscriptions.push(opened);
}
