import * as vscode from "vscode";
import { NothingToDo } from "../../host/errors/userError.ts";
import { commandIds } from "../../host/ids.ts";
import type { App } from "../app.ts";
import { madeCopy } from "./copyRuns.ts";

type Needs = Pick<App, "activeRuns" | "comparisons" | "connections" | "panels" | "selectedRows" | "sessions">;

/** VS Code's command. It isn't part of its API, so it may be missing, also where chat is turned off. */
const openChat = "workbench.action.chat.open";

/**
 * Opens the chat with a question about runs. Nothing is sent: the person can change the question first.
 *
 * @returns the text in the chat's input; `undefined` when the person canceled
 */
export async function askChat(context: Needs, clicked: unknown, selected: unknown): Promise<string | undefined> {
  if (!(await vscode.commands.getCommands(true)).includes(openChat)) {
    const copy = { title: "Copy for AI", run: { command: commandIds.copyForAi, args: [clicked, selected] } };
    throw new NothingToDo("This window has no chat. Copy the run, and paste it into another one.", [copy]);
  }
  const copy = await madeCopy(context, "model", clicked, selected);
  if (!copy) return undefined;
  const query = `What happened here, and why?\n\n${copy.text}`;
  await vscode.commands.executeCommand(openChat, { query, isPartialQuery: true });
  return query;
}
