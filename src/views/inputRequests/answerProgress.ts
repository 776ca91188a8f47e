import { explainError } from "../../host/errors/explainError.ts";
import { formatTimeOfDay } from "../../model/times.ts";
import type { AnswerProgress } from "../../protocol/inputRequestForm.ts";
import type { AnswerRecord, InputRequestState } from "../../runs/inputRequests/answerTypes.ts";
import { lateWords, otherwiseWords } from "../../runs/inputRequests/answerWords.ts";
import { answerTitle } from "./answerText.ts";

/** The progress of an input request, in words. @param sent the answer that was sent last from here */
export function answerProgress(state: InputRequestState, sent: AnswerRecord | undefined): AnswerProgress {
  switch (state.kind) {
    case "open":
    case "sending":
      return { kind: state.kind };
    case "failed":
      return { kind: "failed", reason: failureReason(state) };
    case "answered": {
      if (state.by === "elsewhere")
        return { kind: "settled", title: "Answered elsewhere", text: lateWords(state), mine: false };
      if (state.otherwise !== undefined) {
        const title = state.otherwise ? "Approved by the app" : "Rejected by the app";
        return { kind: "settled", title, text: otherwiseWords(state.otherwise), mine: false };
      }
      const at = state.at === undefined ? "" : ` at ${formatTimeOfDay(state.at, "seconds")}`;
      return { kind: "settled", title: `${answerTitle(sent?.answer)} by you`, text: `Answered here${at}.`, mine: true };
    }
    case "gone":
      return { kind: "settled", title: "No longer waiting", text: lateWords(state), mine: false };
  }
}

function failureReason({ error, unknown }: Extract<InputRequestState, { kind: "failed" }>): string {
  if (unknown) {
    return `${error.message} Your answer may or may not have arrived. You can send it again: an input request accepts only one answer.`;
  }
  // An app's own text about a refused answer needs no addition.
  if (error.status !== undefined && !error.outcomeUnknown) return explainError(error).message;
  return `${error.message} Your answer didn't arrive. It is kept as a draft.`;
}
