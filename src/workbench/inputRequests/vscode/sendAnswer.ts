import * as vscode from "vscode";
import type { InputAnswer } from "#api/contract.ts";
import { iconText } from "#base/text/iconText.ts";
import { explainError } from "#host/errors/explainError.ts";
import { showError } from "#host/errors/showError.ts";
import { UserError, type NextStep } from "#host/errors/userError.ts";
import { notify } from "#host/notifications.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { lateWords, sentWords } from "#workbench/inputRequests/core/answerWords.ts";
import type { Decision } from "#workbench/inputRequests/page/inputRequestViews.ts";
import { formAnswer } from "./inputRequestForm.ts";
import type { InputRequestTarget } from "./inputRequestTarget.ts";

type Context = Pick<App, "answers" | "connections" | "log" | "panels" | "rowSays">;

/**
 * Sends an answer and reports its outcome.
 *
 * @returns the input request's id when the answer has arrived, `undefined` when the person decided not to send it
 * @throws UserError when it came too late or did not arrive; the draft is kept
 */
async function sendAnswer(
  context: Context,
  target: InputRequestTarget,
  answer: InputAnswer,
): Promise<string | undefined> {
  const { answers, connections } = context;
  const { ref, request, connection } = target;
  const now = connections.get(connection.id);
  if (now && now.baseUrl !== connection.baseUrl) {
    const what = `The address of ${now.name} has changed, and this run belongs to the old one. Your answer wasn't sent.`;
    throw new UserError(`${what} To send the answer, change the address back.`);
  }
  const before = answers.state(ref);
  if (before.kind === "answered" || before.kind === "gone") throw tooLate(context, target, lateWords(before));
  const outcome = await answers.send(ref, answer);
  switch (outcome.kind) {
    case "open":
      return undefined;
    case "failed":
      throw notSent(context, target, answer, outcome);
    case "gone":
      throw tooLate(context, target, lateWords(outcome));
    case "answered":
      if (outcome.by === "elsewhere") throw tooLate(context, target, lateWords(outcome));
      tell(context, target, sentWords(request, answer), answer.type === "approval" && !context.rowSays(ref));
      return ref.requestId;
  }
}

/** Makes the answer from a draft and sends it. @throws UserError that says what is missing */
export async function sendDraft(
  context: Context,
  target: InputRequestTarget,
  draft: AnswerDraft,
  decision: Decision,
): Promise<string | undefined> {
  const made = formAnswer(target.request, draft, decision);
  if ("problem" in made) throw new UserError(made.problem);
  return sendAnswer(context, target, made.answer);
}

/** Names the run and what was sent. @param inToast for a decision that no row in sight says */
function tell(context: Context, target: InputRequestTarget, words: string, inToast: boolean): void {
  const text = `${runTitle(target.run, target.connection.titlePath)} – ${words}`;
  if (!inToast) {
    vscode.window.setStatusBarMessage(`$(check) ${iconText(text)}`, 8000);
    return;
  }
  notify(text, "Open Run").then(
    (chosen) => chosen && context.panels.open(target.ref),
    (error: unknown) => context.log.error(error),
  );
}

function tooLate(context: Context, { ref }: InputRequestTarget, words: string): UserError {
  const kept = context.answers.draft(ref) ? " Your text is kept." : "";
  return new UserError(`${words} This answer wasn't accepted.${kept}`, [openRun(context, ref)]);
}

function notSent(
  context: Context,
  target: InputRequestTarget,
  answer: InputAnswer,
  { error, unknown }: { error: Error; unknown: boolean },
): UserError {
  const again: NextStep = {
    title: "Send Again",
    run: () => sendAnswer(context, target, answer).catch((thrown: unknown) => showError(thrown)),
  };
  const what = unknown ? "The answer may or may not have arrived" : "The answer wasn't sent";
  return new UserError(`${what}: ${explainError(error).message}`, [again, openRun(context, target.ref)], {
    cause: error,
  });
}

function openRun(context: Context, ref: InputRequestTarget["ref"]): NextStep {
  return { title: "Open Run", run: () => context.panels.open(ref) };
}
