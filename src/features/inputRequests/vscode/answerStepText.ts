import type { InputAnswer } from "../../../api/contract.ts";
import { fieldsOf } from "../../../base/json/fieldsOf.ts";
import { formatDuration } from "../../../model/duration.ts";
import { formatTimeOfDay } from "../../../model/times.ts";
import { askedPrompt } from "../../../runs/labels/inputRequestText.ts";
import type { AnswerStep } from "../../../runs/story/storySteps.ts";
import { otherDecision } from "../core/inputRequestOutcome.ts";
import { answerText, answerTitle } from "./answerText.ts";

export interface AnswerSource {
  /** The answer that was sent from here; absent for an answer from elsewhere. */
  sent?: InputAnswer;
  /** Set when the record was dropped, so that nobody knows whether it came from here. */
  forgotten?: boolean;
  /** When the app received it, milliseconds since the epoch. */
  at?: number;
}

/** *Approved by you* “Read the ledger?”, amount 480, answered here at 09:15:52 after 12 s. */
export function answerStepText(step: AnswerStep, source: AnswerSource | undefined): { title: string; text: string } {
  const { sent } = source ?? {};
  // The event may contain less than the answer that was sent.
  const data = { ...sent, ...fieldsOf(step.data) };
  const place = source === undefined || source.forgotten ? "" : sent ? " here" : " elsewhere";
  const time = source?.at === undefined ? "" : ` at ${formatTimeOfDay(source.at, "seconds")}`;
  const waited = step.waited === undefined ? "" : ` after ${formatDuration(step.waited)}`;
  const when = `${place || time ? `answered${place}${time}` : ""}${waited}`.trim();
  const otherwise = sent && otherDecision(step.data, sent);
  const byYou = otherwise === undefined ? " by you" : otherwise ? " although you rejected" : " although you approved";
  return {
    title: `${answerTitle(data)}${sent ? byYou : ""}`,
    text: joined(step.prompt ? `“${askedPrompt(step.prompt, step.asked)}”` : "", answerText(data, step.asked), when),
  };
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}
