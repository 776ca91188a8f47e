import * as vscode from "vscode";
import { notificationText } from "./errors/notificationText.ts";

export interface Confirmation {
  question: string;
  detail: string;
  /** The label of the button that does it. */
  act: string;
  /** The label of the button that changes nothing, where VS Code's own *Cancel* could be misread as the action. */
  keep?: string | undefined;
}

/** Shows a text in an editor. */
export interface TextPlace {
  show(name: string, text: string): Promise<unknown>;
}

/** More doesn't fit on every screen, and not every dialog can be scrolled. */
const most = { lines: 22, characters: 2_000 } as const;
const showAll = "Show All";

/**
 * Asks in a modal dialog before an action.
 *
 * @param reports where a detail is shown that doesn't fit into a dialog: nobody can agree to what they haven't seen
 * @returns whether to do it: Escape, closing the dialog and the second button all mean no
 */
export async function confirm(confirmation: Confirmation, reports?: TextPlace): Promise<boolean> {
  const { question, detail, act, keep = "Don't Send" } = confirmation;
  if (reports === undefined || fits(detail)) return ask(confirmation);
  const first = detail.split("\n").slice(0, 3).join("\n").trim();
  const beginning = `${first}\n\nIt is too long for a dialog. Read it in the editor, then answer the notification.`;
  if (!(await ask({ question, detail: beginning, act: showAll }))) return false;
  await reports.show("Question.txt", `${question}\n\n${detail}\n`);
  const items = [{ title: act }, { title: keep }];
  return (await vscode.window.showWarningMessage(notificationText(question), ...items))?.title === act;
}

function fits(detail: string): boolean {
  return detail.split("\n").length <= most.lines && detail.length <= most.characters;
}

async function ask({ question, detail, act, keep }: Confirmation): Promise<boolean> {
  const items: vscode.MessageItem[] = [
    { title: act },
    ...(keep === undefined ? [] : [{ title: keep, isCloseAffordance: true }]),
  ];
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, ...items);
  return chosen?.title === act;
}
