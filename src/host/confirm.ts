import type * as vscode from "vscode";
import { oneLine } from "#base/text/oneLine.ts";
import { askInDialog, warn } from "./notifications.ts";

interface Question {
  question: string;
  detail: string;
  /**
   * The button that changes nothing, where *Cancel* could be misread as the action; *Don't Send* beside long details.
   */
  keep?: string;
}

export interface Confirmation extends Question {
  /** The label of the button that does it. */
  act: string;
}

export interface Choice extends Question {
  /** The labels of the other buttons. */
  buttons: readonly string[];
  /** Where nothing is lost or sent to a production app, the dialog has another icon. */
  isInformation?: boolean;
}

export interface TextViewer {
  show(name: string, text: string): Promise<unknown>;
}

/** More doesn't fit on every screen, and not every dialog can be scrolled. */
const maxDialogDetail = { lines: 22, characters: 2_000 } as const;
/** In characters: the longest line that is repeated from a long detail. */
const maxLineLength = 200;
const showAll = "Show All";

/**
 * Asks before an action. @param reports shows a detail that doesn't fit: nobody can agree to what they haven't seen
 * @returns whether to do it; Escape and closing mean no
 */
export async function confirm({ act, ...asks }: Confirmation, reports?: TextViewer): Promise<boolean> {
  return (await choose({ ...asks, buttons: [act] }, reports)) === act;
}

/** Asks which of several actions to do. @returns the label of the chosen one */
export async function choose(choice: Choice, reports?: TextViewer): Promise<string | undefined> {
  const { question, detail, buttons, keep } = choice;
  if (reports === undefined || fits(detail)) return ask(choice);
  const first = detail
    .split("\n", 3)
    .map((line) => oneLine(line, maxLineLength))
    .join("\n")
    .trim();
  const beginning = `${first}\n\nThe details are too long for this dialog. Read them in the editor, then confirm in the notification.`;
  const opening = { ...choice, detail: beginning, buttons: [showAll], keep: undefined };
  if ((await ask(opening)) === undefined) return undefined;
  await reports.show("Question.txt", `${question}\n\n${detail}\n`);
  const chosen = await warn(question, ...buttons, keep ?? "Don't Send");
  return buttons.find((label) => label === chosen);
}

function fits(detail: string): boolean {
  return detail.split("\n").length <= maxDialogDetail.lines && detail.length <= maxDialogDetail.characters;
}

async function ask({ question, detail, buttons, keep, isInformation = false }: Choice): Promise<string | undefined> {
  const items: vscode.MessageItem[] = [
    ...buttons.map((title) => ({ title })),
    ...(keep === undefined ? [] : [{ title: keep, isCloseAffordance: true }]),
  ];
  const chosen = await askInDialog(question, { detail, isInformation }, ...items);
  return buttons.find((label) => label === chosen);
}
