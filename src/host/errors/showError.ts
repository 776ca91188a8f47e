import * as vscode from "vscode";
import { explainError } from "./explainError.ts";
import { notificationText } from "./notificationText.ts";
import type { WayOut } from "./userError.ts";

/** Shows an error once, as a notification with buttons. Returns without waiting for the person. */
export function showError(error: unknown, onFailure: (error: unknown) => void): void {
  const { message, waysOut } = explainError(error);
  takeWay(vscode.window.showErrorMessage(notificationText(message), ...titles(waysOut)), waysOut, onFailure);
}

/** Shows a message as a notification with buttons. Returns without waiting for the person. */
export function showNews(message: string, waysOut: readonly WayOut[], onFailure: (error: unknown) => void): void {
  takeWay(vscode.window.showInformationMessage(notificationText(message), ...titles(waysOut)), waysOut, onFailure);
}

function titles(waysOut: readonly WayOut[]): string[] {
  return waysOut.map(({ title }) => title);
}

function takeWay(
  choice: Thenable<string | undefined>,
  waysOut: readonly WayOut[],
  onFailure: (error: unknown) => void,
): void {
  choice
    .then(async (chosen) => {
      const way = waysOut.find(({ title }) => title === chosen)?.run;
      if (typeof way === "function") await way();
      else if (way) await vscode.commands.executeCommand(way.command, ...(way.args ?? []));
    })
    .then(undefined, onFailure);
}
