import type { InputAnswer } from "../../api/contract.ts";
import type { InputRequest } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { formatTimeOfDay } from "../../model/times.ts";
import { askedText } from "../labels/inputRequestText.ts";
import { rowText } from "../labels/runLabel.ts";
import type { AnswerOutcome } from "./answerTypes.ts";

/** How long a prompt and a value may be in a sentence. */
const longestPrompt = 160;
const longestValue = 40;

/** The name of an input request in a title or a sentence. */
export function inputRequestTitle(request: InputRequest, limit = longestPrompt): string {
  return rowText(askedText(request), limit) || request.type || "Input request without a prompt";
}

/** Describes the answer that was sent: *Approved: Issue a $620 refund? (amount 620, currency USD)*. */
export function sentWords(request: InputRequest, answer: InputAnswer): string {
  if (answer.type !== "approval") return `Answered: ${inputRequestTitle(request)}`;
  const values = answer.approved ? approvedWords(request, answer) : rowText(answer.feedback ?? "", longestPrompt);
  return `${answer.approved ? "Approved" : "Rejected"}: ${inputRequestTitle(request)}${values ? ` (${values})` : ""}`;
}

/** The approved values: only editable ones are sent with the answer, the others stay as the run proposed them. */
export function approvedWords(
  request: InputRequest | undefined,
  { params: edited }: Extract<InputAnswer, { type: "approval" }>,
): string {
  const proposed = request?.params;
  return paramWords(
    edited && isContainer(proposed) && !Array.isArray(proposed) ? { ...proposed, ...edited } : (edited ?? proposed),
  );
}

/** *amount 620, currency USD* */
export function paramWords(params: unknown): string {
  if (!isContainer(params)) return "";
  return Object.entries(params)
    .map(
      ([name, value]) =>
        `${name} ${rowText(typeof value === "string" ? value : (stringifyJson(value) ?? ""), longestValue)}`,
    )
    .join(", ");
}

/** Why an answer came too late, and which answer or event was first. */
export function lateWords(outcome: Extract<AnswerOutcome, { kind: "answered" | "gone" }>): string {
  const when = outcome.at === undefined ? "" : ` at ${formatTimeOfDay(outcome.at, "seconds")}`;
  if (outcome.kind === "answered") {
    return outcome.by === "here" ? `You already answered this${when}.` : `Somebody else already answered this${when}.`;
  }
  switch (outcome.why) {
    case "canceled":
      return `The run was canceled${when} and no longer needs an answer.`;
    case "ended":
      return `The run has ended${when} and no longer needs an answer.`;
    case "withdrawn":
      return "The run no longer needs this answer.";
  }
}
