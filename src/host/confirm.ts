import * as vscode from "vscode";

export interface Confirmation {
  question: string;
  detail: string;
  /** The label of the button that does it. */
  act: string;
  /** The label of the button that changes nothing, where VS Code's own *Cancel* could be misread as the action. */
  keep?: string | undefined;
}

/**
 * Asks in a modal dialog before an action.
 * @returns whether to do it: Escape, closing the dialog and the second button all mean no
 */
export async function confirm({ question, detail, act, keep }: Confirmation): Promise<boolean> {
  const items: vscode.MessageItem[] = [
    { title: act },
    ...(keep === undefined ? [] : [{ title: keep, isCloseAffordance: true }]),
  ];
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, ...items);
  return chosen?.title === act;
}
