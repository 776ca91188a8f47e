import * as vscode from "vscode";
import { notificationText } from "../../host/errors/notificationText.ts";
import { paramWords } from "../../runs/inputRequests/answerWords.ts";
import { isApproval } from "../../runs/inputRequests/pendingInputRequests.ts";
import type { App } from "../app.ts";
import { findInputRequest, type InputRequestTarget } from "./inputRequestTarget.ts";
import { sendDraft } from "./sendAnswer.ts";

type Needs = Pick<App, "activeRuns" | "answers" | "connections" | "log" | "panels" | "sessions" | "watched">;

/**
 * Approves an input request with its values unchanged.
 *
 * @param argument a row, or `{ runId, requestId }`; without it, the person chooses
 * @returns the input request's id when the answer has arrived
 */
export async function approveRequest(context: Needs, argument: unknown): Promise<string | undefined> {
  const target = await findInputRequest(context, argument, {
    title: "Approve which input request?",
    wanted: isApproval,
  });
  if (!target || !(await passesEdits(context, target))) return undefined;
  // Without the draft: only the values that the tree shows.
  return sendDraft(context, target, {}, "approve");
}

/** Asks about values that were edited in the panel and wouldn't be sent. @returns whether to approve without them */
async function passesEdits({ answers, panels }: Needs, { ref, request }: InputRequestTarget): Promise<boolean> {
  const edited = answers.draft(ref)?.params ?? {};
  if (Object.keys(edited).length === 0) return true;
  const approve = "Approve Unchanged";
  const question = `You edited the values of this approval: ${paramWords(edited)}. This approves it with the original values: ${paramWords(request.params)}.`;
  const chosen = await vscode.window.showWarningMessage(notificationText(question), "Open Run", approve);
  if (chosen === "Open Run") panels.open(ref);
  return chosen === approve;
}
