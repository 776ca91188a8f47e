import type { InputAnswer } from "#api/contract.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { formatDuration } from "#model/duration.ts";
import { decisionIn } from "#model/inputRequestEvents.ts";
import { answersAsText, type GivenAnswer, type Question, readQuestions } from "#model/questions.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { askedPrompt } from "#runs/labels/inputRequestText.ts";
import type { AnswerStep } from "#runs/story/storySteps.ts";
import { otherDecision } from "#workbench/inputRequests/core/inputRequestOutcome.ts";

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
  const where = source === undefined || source.forgotten ? "" : sent ? " here" : " elsewhere";
  const time = source?.at === undefined ? "" : ` at ${formatTimeOfDay(source.at, "seconds")}`;
  const waited = step.waited === undefined ? "" : ` after ${formatDuration(step.waited)}`;
  const when = `${where || time ? `answered${where}${time}` : ""}${waited}`.trim();
  const otherwise = sent && otherDecision(step.data, sent);
  const byYou =
    otherwise === undefined ? " by you" : otherwise ? " although you rejected it" : " although you approved it";
  return {
    title: `${answerTitle(data)}${sent ? byYou : ""}`,
    text: joined(step.prompt ? `“${askedPrompt(step.prompt, step.asked)}”` : "", answerText(data, step.asked), when),
  };
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}

/** The person's decision, if the event has it. */
export function answerTitle(data: unknown): string {
  const approved = decisionIn(data);
  if (approved === undefined) return "Answered";
  return approved ? "Approved" : "Rejected";
}

/**
 * A person's answer in one line: their words, the options they chose, the values they set.
 *
 * @param asked the data of the input request: values that it proposed aren't listed
 */
function answerText(data: unknown, asked?: unknown): string {
  const { feedback, answers, params: own, data: sdk } = fieldsOf(data);
  const params = own ?? sdk;
  const proposed = fieldsOf(fieldsOf(asked)["params"]);
  const given = (Array.isArray(answers) ? answers : []).map(givenAnswer);
  const chosen = given.flatMap(({ selected, custom_text: custom }) => [...selected, custom]);
  const edited = Object.entries(fieldsOf(params)).filter(([name, value]) => !sameJson(proposed[name], value));
  const set = edited.map(([name, value]) => `${name} ${valueText(value)}`);
  const words =
    typeof feedback === "string" ? ownWords(feedback, given, readQuestions(fieldsOf(asked)["questions"])) : undefined;
  return [words, ...chosen, ...set].filter((text) => typeof text === "string" && text.trim() !== "").join(", ");
}

function givenAnswer(answer: unknown): GivenAnswer {
  const { question_id: id, selected, custom_text: custom } = fieldsOf(answer);
  const labels = Array.isArray(selected) ? selected.filter((label) => typeof label === "string") : [];
  return {
    question_id: typeof id === "string" ? id : "",
    selected: labels,
    custom_text: typeof custom === "string" ? custom : undefined,
  };
}

/** The part of a text besides the answers that `formAnswer` writes into it. */
function ownWords(text: string, given: readonly GivenAnswer[], questions: readonly Question[]): string {
  const written = answersAsText(questions, given);
  const isWritten = written !== "" && (text === written || text.startsWith(`${written}\n`));
  return isWritten ? text.slice(written.length).trim() : text;
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : (stringifyJson(value) ?? "");
}
