import * as vscode from "vscode";
import type { Confirmation, ToolEffects } from "../../agentTools/toolHost.ts";
import { confirm } from "../../host/confirm.ts";
import { notificationText } from "../../host/errors/notificationText.ts";
import { showAll } from "../../runFiles/consent/readQuestion.ts";
import type { TextReports } from "../../views/documents/textReports.ts";

const lead = "A coding agent wants to do this.";
/** More doesn't fit on every screen, and not every dialog can be scrolled. */
const most = { lines: 20, characters: 2_000 } as const;

/** Asks in a dialog whether a person wants what an agent is about to do. */
export function effectDialog(reports: Pick<TextReports, "show">): ToolEffects["confirm"] {
  // The agent may stop before a person answers. The dialog can't be closed then, but its answer no longer counts.
  return async (confirmation, signal) => (await isWanted(confirmation, reports)) && !signal.aborted;
}

async function isWanted(
  { question, facts, button }: Confirmation,
  reports: Pick<TextReports, "show">,
): Promise<boolean> {
  const detail = [lead, "", ...facts].join("\n");
  if (facts.length <= most.lines && detail.length <= most.characters) return confirm({ question, detail, act: button });
  const [where] = facts;
  const first = `${lead}\n\n${where}\n\nIt is too long for a dialog. Read it in the editor, then answer the notification.`;
  // Nobody can agree to what they haven't seen.
  if (!(await confirm({ question, detail: first, act: showAll }))) return false;
  await reports.show("Agent asks.txt", `${[question, "", detail].join("\n")}\n`);
  const item: vscode.MessageItem = { title: button };
  const chosen = await vscode.window.showWarningMessage(notificationText(question), item, { title: "Don't Send" });
  return chosen === item;
}
