import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { goldenFilePattern, notSearched } from "#runFiles/fileNames.ts";

/** Golden files by their name, saved or unsaved. */
export const goldenFileSelector: vscode.DocumentSelector = ["file", "untitled"].map((scheme) => ({
  scheme,
  pattern: goldenFilePattern,
}));

/** Shows the golden tests in the Test Explorer once the workspace has a golden file, or one is open. */
export function goldenEntry(
  { subscriptions }: vscode.ExtensionContext,
  load: () => Promise<{ goldenTests: () => unknown }>,
): void {
  const watcher = vscode.workspace.createFileSystemWatcher(goldenFilePattern, false, true, true);
  const opened = vscode.workspace.onDidOpenTextDocument((document) => {
    if (isGoldenFile(document)) found();
  });
  let isOver = false;
  const found = (): void => {
    if (isOver) return;
    isOver = true;
    watcher.dispose();
    opened.dispose();
    load()
      .then(({ goldenTests }) => goldenTests())
      .catch(onUnexpectedError);
  };
  watcher.onDidCreate(found);
  if (vscode.workspace.textDocuments.some(isGoldenFile)) found();
  const look = vscode.workspace.findFiles(goldenFilePattern, notSearched, 1);
  look.then(({ length }) => {
    if (length > 0) found();
  }, onUnexpectedError);
  subscriptions.push(watcher, opened);
}

export function isGoldenFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(goldenFileSelector, document) > 0;
}
