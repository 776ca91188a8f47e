import type { Run } from "#api/schemas.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { InputRequestRef } from "#workbench/inputRequests/core/answerTypes.ts";
import { holdWords } from "#workbench/inputRequests/core/answerWords.ts";

/** In characters: the longest reason why an answer wasn't sent. */
const maxReasonLength = 120;

export type SentAnswers = Pick<AnswerService, "state" | "record" | "onDidChange">;

/** What the row says of an answer from here, for which it stays in its place. @param run as its row shows it */
export function answeredWords(answers: SentAnswers, ref: InputRequestRef, run: Run | undefined): string | undefined {
  const state = answers.state(ref);
  const answer = answers.record(ref)?.answer;
  if (state.kind === "sending") return "Sending…";
  if (state.kind !== "answered" || state.by !== "here" || !answer) return undefined;
  const request = run && pendingInputRequests(run).find(({ id }) => id === ref.requestId);
  return holdWords(request, answer);
}

/** Why an answer from here wasn't sent, if it wasn't. */
export function unsentWords(answers: SentAnswers, ref: InputRequestRef): string | undefined {
  const state = answers.state(ref);
  if (state.kind !== "failed") return undefined;
  if (state.unknown) return "The answer may not have arrived";
  return `Not sent: ${oneLine(state.error.message, maxReasonLength)}`;
}
