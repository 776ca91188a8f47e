import { runInputStep } from "#host/steps/inputStep.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { readQuestions } from "#model/questions.ts";
import { isApproval } from "#runs/labels/pendingInputRequests.ts";
import type { App } from "#workbench/app.ts";
import { inputRequestTitle } from "#workbench/inputRequests/core/answerWords.ts";
import { openAnswer } from "./answerInEditor.ts";
import { reviewApproval } from "./approveRequest.ts";
import { askQuestions } from "./askQuestions.ts";
import type { InputRequestTarget } from "./inputRequestTarget.ts";
import { oneAfterAnother } from "./oneAfterAnother.ts";
import { sendDraft } from "./sendAnswer.ts";
import { whileOpen } from "./whileOpen.ts";

type Context = Pick<App, "activeRuns" | "answers" | "connections" | "log" | "panels" | "rowSays" | "sessions">;

/**
 * Answers an input request: with a short text, or question by question. The draft is kept until the answer has arrived.
 *
 * @param argument a row, or `{ runId, requestId }`; with its `feedback` nothing is asked
 * @returns the input request's id when the answer has arrived
 */
export async function answerRequest(context: Context, argument: unknown): Promise<string | undefined> {
  return oneAfterAnother(context, argument, { title: "Answer which input request?" }, async (target) => {
    if (isApproval(target.request)) return reviewApproval(context, target);
    const draft =
      givenFeedback(argument) ?? (await whileOpen(context, target, (closes) => ask(context, target, closes)));
    return draft && sendDraft(context, target, draft, "answer");
  });
}

async function ask(
  context: Context,
  target: InputRequestTarget,
  closes: AbortSignal,
): Promise<AnswerDraft | undefined> {
  const { answers } = context;
  const { ref, request, connection } = target;
  const draft = answers.draft(ref) ?? {};
  const questions = readQuestions(request["questions"]);
  if (questions.length > 0) {
    const keep = (changed: AnswerDraft): void => answers.setDraft(ref, { ...answers.draft(ref), ...changed });
    return askQuestions(questions, draft, keep, closes);
  }
  // An input box has one line.
  if (draft.feedback?.includes("\n")) return void (await openAnswer(target));
  const result = await runInputStep({
    closes,
    title: inputRequestTitle(request, 80),
    prompt: `Your answer to ${connection.name}. Your text is kept as a draft until you send it`,
    value: draft.feedback ?? "",
    button: { tooltip: "Answer in Editor", icon: "edit" },
    onType: (feedback) => answers.setDraft(ref, { ...answers.draft(ref), feedback }),
    check: (text) => (text === "" ? "Write an answer first." : undefined),
  });
  if (result?.kind === "button") return void (await openAnswer(target));
  return result && { ...draft, feedback: result.value };
}

function givenFeedback(argument: unknown): AnswerDraft | undefined {
  const { feedback } = (argument ?? {}) as { feedback?: unknown };
  return typeof feedback === "string" ? { feedback } : undefined;
}
