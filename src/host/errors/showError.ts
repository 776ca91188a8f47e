import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { alarm, notify } from "#host/notifications.ts";
import { explainError, isNews } from "./explainError.ts";
import type { NextStep } from "./userError.ts";

/** Shows an error once, as a notification with buttons. Returns without waiting for the person. */
export function showError(error: unknown): void {
  const { message, nextSteps } = explainError(error);
  offer(isNews(error) ? notify : alarm, message, nextSteps, onUnexpectedError);
}

/** Shows a message as a notification with buttons. @param onFailure gets the error of what a button does */
export function showNews(message: string, nextSteps: readonly NextStep[], onFailure = onUnexpectedError): void {
  offer(notify, message, nextSteps, onFailure);
}

function offer(
  show: typeof notify,
  message: string,
  nextSteps: readonly NextStep[],
  onFailure: (error: unknown) => void,
): void {
  show(message, ...nextSteps.map(({ title }) => title))
    .then(async (chosen) => {
      const way = nextSteps.find(({ title }) => title === chosen)?.run;
      if (typeof way === "function") await way();
      else if (way) await vscode.commands.executeCommand(way.command, ...(way.args ?? []));
    })
    .then(undefined, onFailure);
}
