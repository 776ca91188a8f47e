import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { answerUri, requestOfAnswer } from "#host/answerUri.ts";
import { commandIds } from "#host/commandIds.ts";
import { confirm } from "#host/confirm.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { isApproval } from "#runs/labels/pendingInputRequests.ts";
import type { App } from "#workbench/app.ts";
import { inputRequestTitle } from "#workbench/inputRequests/core/answerWords.ts";
import { findInputRequest, type InputRequestTarget } from "./inputRequestTarget.ts";
import type { RequestFilter } from "./pickWaiting.ts";
import { sendDraft } from "./sendAnswer.ts";

type Context = Pick<App, "activeRuns" | "answers" | "connections" | "log" | "panels" | "rowSays" | "sessions">;

/**
 * Opens the Markdown document in which an answer is written.
 * @param argument a row, or `{ runId, requestId }`; without it, the person chooses
 * @returns the document's URI
 */
export async function answerInEditor(context: Context, argument: unknown): Promise<string | undefined> {
  const target = await findInputRequest(context, argument, {
    title: "Answer which input request?",
    filter: takesWords,
  });
  return target && openAnswer(target);
}

const answerFirst = { title: "Answer in Editor", run: { command: commandIds.answerInEditor } };

const takesWords: RequestFilter = (request) => !isApproval(request);

/** Opens the document of an answer for editing. @returns its URI */
export async function openAnswer({ ref }: InputRequestTarget): Promise<string> {
  const document = await vscode.workspace.openTextDocument(answerUri(ref));
  const end = document.lineAt(document.lineCount - 1).range.end;
  await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(end, end) });
  return document.uri.toString();
}

/**
 * Saves an answer's document and sends it. It closes when the answer has arrived; until then nothing is lost.
 * @param argument the document's URI; without it, the one in view
 * @param editor where its button was clicked; a script gives none
 * @returns the input request's id when the answer has arrived
 */
export async function sendAnswerDocument(
  context: Context & Pick<App, "reports" | "untouchedAnswers">,
  argument: unknown,
  editor: unknown,
): Promise<string | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const ref = uri && requestOfAnswer(uri);
  if (!ref) throw new NothingToDo("Open an answer with “Answer in Editor” first.", [answerFirst]);
  const document = await vscode.workspace.openTextDocument(uri);
  if (!(await save(document)))
    throw new UserError("The answer couldn't be saved, so it wasn't sent. Try again, or answer in the panel.");
  const target = await findInputRequest(context, ref, { title: "", filter: takesWords });
  if (!target) return undefined;
  const isClick = editor !== undefined || argument === undefined;
  if (isClick && context.untouchedAnswers.has(uri) && !(await isMeant(context, target, document))) return undefined;
  const sent = await sendDraft(context, target, context.answers.draft(ref) ?? {}, "answer");
  if (sent === undefined) return undefined;
  context.untouchedAnswers.noteSent(uri);
  await close(uri);
  return sent;
}

/** Asks about an answer that has come into view by itself. A production app is asked about anyway. */
async function isMeant(
  { connections, reports }: Pick<App, "connections" | "reports">,
  { ref, request }: InputRequestTarget,
  document: vscode.TextDocument,
): Promise<boolean> {
  if (connections.get(ref.connectionId)?.production === "ask") return true;
  const question = `Also send this answer to “${inputRequestTitle(request)}”?`;
  return confirm({ question, detail: document.getText(), act: "Send Answer" }, reports);
}

/**
 * Saves even a document that doesn't count as changed: the extension gets that news a moment after the change. VS Code
 * refuses a save while it saves automatically; then the next one takes any later change.
 */
async function save(document: vscode.TextDocument): Promise<boolean> {
  for (let left = 30; !(await document.save()); left--) {
    if (left === 0) return false;
    await delay(100);
  }
  return true;
}

async function close(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const own = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
  );
  await vscode.window.tabGroups.close(own, true);
}
