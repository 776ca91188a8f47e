import * as vscode from "vscode";
import { notificationText } from "./errors/notificationText.ts";

/** The only place that shows notifications: VS Code makes links of their texts, so each is made safe here. */

/** Shows a message. @returns the button that was pressed, `undefined` when dismissed */
export async function notify<Button extends string>(text: string, ...buttons: Button[]): Promise<Button | undefined> {
  return await vscode.window.showInformationMessage(notificationText(text), ...buttons);
}

/** Shows what may need a person. @returns the button that was pressed */
export async function warn<Button extends string>(text: string, ...buttons: Button[]): Promise<Button | undefined> {
  return await vscode.window.showWarningMessage(notificationText(text), ...buttons);
}

/** Shows what failed. @returns the button that was pressed */
export async function alarm<Button extends string>(text: string, ...buttons: Button[]): Promise<Button | undefined> {
  return await vscode.window.showErrorMessage(notificationText(text), ...buttons);
}

/** Asks in a modal dialog, whose text is shown as it is. @returns the button that was pressed */
export async function askInDialog(
  question: string,
  { detail, isInformation }: { detail: string | undefined; isInformation: boolean },
  ...buttons: vscode.MessageItem[]
): Promise<string | undefined> {
  const show = isInformation ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  return (await show(question, { modal: true, detail }, ...buttons))?.title;
}
