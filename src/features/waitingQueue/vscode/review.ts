import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { answerBody } from "#api/sendInputAnswer.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { paramsOf } from "#features/waitingQueue/core/askedAlike.ts";
import type { SentView, WorkDecision } from "#features/waitingQueue/page/queueViews.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { shownJson, shownText } from "#runs/questions/confirmation.ts";
import type { Cover } from "#runs/values/cover.ts";
import { formAnswer } from "#workbench/inputRequests/vscode/inputRequestForm.ts";

/** What would be sent for an input request, or why nothing can be. */
export type Prepared = { answer: InputAnswer } | { problem: string };

/** An answer with the values of a draft, and a reason for the agent. */
export function preparedAnswer(
  request: InputRequest,
  draft: AnswerDraft,
  decision: WorkDecision,
  reason: string,
): Prepared {
  const made = formAnswer(request, { ...draft, reason }, decision);
  if ("problem" in made || made.answer.type !== "approval") return made;
  const feedback = reason.trim();
  return { answer: { ...made.answer, feedback: feedback === "" ? undefined : feedback } };
}

/** The draft that stays if its answer isn't sent. */
export function keptDraft(draft: AnswerDraft, decision: WorkDecision, reason: string): AnswerDraft {
  return { ...draft, reason: reason.trim(), rejecting: decision === "reject" };
}

/** An answer as a person reviews it: all that is sent, with what the run proposed where that differs. */
export function sentValues(request: InputRequest, answer: InputAnswer, cover: Cover): SentView[] {
  if (answer.type !== "approval") return [{ name: "feedback", text: shownText(cover.text(answer.feedback)) }];
  const { approved, params = {}, feedback } = answer;
  const proposed = paramsOf(request);
  const shown = (value: unknown): string => {
    const covered = cover.value(value);
    return typeof covered === "string" ? shownText(covered) : shownJson(covered);
  };
  return [
    { name: "approved", text: String(approved) },
    ...Object.entries(params).map(([name, value]) => {
      const isKept = sameJson(value, proposed[name]);
      return { name, text: shown(value), was: isKept ? undefined : shown(proposed[name]) };
    }),
    ...(feedback === undefined ? [] : [{ name: "feedback", text: shownText(cover.text(feedback)) }]),
  ];
}

/** The body of the request, as the client sends it first. */
export function bodyText(answer: InputAnswer, cover: Cover): string {
  return stringifyJson(cover.value(answerBody(answer)), 2) ?? "";
}
