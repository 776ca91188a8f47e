import * as vscode from "vscode";

/**
 * The code lenses of a document. VS Code takes back the commands of those that it gave to a script after 100 ms: on a
 * loaded machine that news arrives together with the lenses, which then have none.
 */
export async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  for (;;) {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri);
    if (lenses.every(({ command }) => command)) return lenses;
  }
}

/** What can be clicked above the lines of a document. */
export async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  return (await lensesOf(uri)).map(({ command }) => command?.title ?? "");
}
