import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf, isFields } from "#base/json/fieldsOf.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { decisionIn } from "#model/inputRequestEvents.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { AnswerOutcome } from "./answerTypes.ts";

/** How long a prompt and a value may be in a sentence. */
const maxPromptLength = 160;
const maxValueLength = 40;

export function inputRequestTitle(request: InputRequest, limit = maxPromptLength): string {
  return rowText(askedText(request), limit) || request.type || "Input request without a prompt";
}

/** Describes the answer that was sent: *Approved: Issue a $620 refund? (amount 620, currency USD)*. */
export function sentWords(request: InputRequest, answer: InputAnswer): string {
  if (answer.type !== "approval") return `Answered: ${inputRequestTitle(request)}`;
  const values = answer.approved ? approvedWords(request, answer) : rowText(answer.feedback ?? "", maxPromptLength);
  return `${answer.approved ? "Approved" : "Rejected"}: ${inputRequestTitle(request)}${values ? ` (${values})` : ""}`;
}

/** What to tell when the run says the other decision: *The app reports “rejected”, but you approved the request.* */
export function otherwiseWords(otherwise: boolean): string {
  const [reported, sent] = otherwise ? ["approved", "rejected"] : ["rejected", "approved"];
  return `The app reports “${reported}”, but you ${sent} the request. Check what the run did, and tell the app's owner.`;
}

/** What was sent, in the row of its run: *Approved · amount 480, currency USD*. */
export function holdWords(request: InputRequest | undefined, answer: InputAnswer): string {
  if (answer.type !== "approval") return ["Answered", rowText(answer.feedback)].filter(Boolean).join(" · ");
  const values = answer.approved ? approvedWords(request, answer) : rowText(answer.feedback ?? "");
  return [answer.approved ? "Approved" : "Rejected", values].filter((part) => part !== "").join(" · ");
}

/** The approved values: only editable ones are sent with the answer, the others stay as the run proposed them. */
function approvedWords(
  request: InputRequest | undefined,
  { params: edited }: Extract<InputAnswer, { type: "approval" }>,
): string {
  const proposed = request?.params;
  const isMerged = edited && isFields(proposed);
  return paramWords(isMerged ? { ...proposed, ...edited } : (edited ?? proposed));
}

/** *amount 620, currency USD* @param limit in characters, for each value */
export function paramWords(params: unknown, limit = maxValueLength): string {
  if (!isContainer(params)) return "";
  return Object.entries(params)
    .map(
      ([name, value]) => `${name} ${rowText(typeof value === "string" ? value : (stringifyJson(value) ?? ""), limit)}`,
    )
    .join(", ");
}

/** Whether a text shows all that an approval allows. @param limit in characters, for the prompt and for the values */
export function fitsIn(request: InputRequest, limit: number): boolean {
  const { prompt = "", params } = request;
  const isShort = (text: string, whole = text): boolean => rowText(text, limit) === rowText(whole, Infinity);
  // A link's text may say something else than its address.
  const isPlain = !/\]\(|<[a-z]/i.test(prompt ?? "");
  const isKnown = params === undefined || params === null || isContainer(params);
  return isPlain && isKnown && isShort(askedText(request)) && isShort(paramWords(params), paramWords(params, Infinity));
}

/** The prompt and the values of an approval in full, in lines of at most so many characters. */
export function requestLines(request: InputRequest, width: number): { prompt: string[]; values: string[] } {
  const { prompt, params } = request;
  const entries: [string, unknown][] = isFields(params) ? Object.entries(params) : [["", params ?? ""]];
  const values = entries.flatMap(([name, value]) => {
    const text = typeof value === "string" ? value : (stringifyJson(value, 2) ?? "");
    return linesOf(name === "" ? text : `${name}: ${text}`, width);
  });
  return { prompt: linesOf(prompt?.trim() || inputRequestTitle(request), width), values };
}

/** Without characters that reorder a text, and with the spaces at its start, which would be lost. */
function safeLine(line: string): string {
  const [indent = ""] = /^ */.exec(line) ?? [];
  return `${"\u00a0".repeat(indent.length)}${oneLine(line)}`;
}

function linesOf(text: string, width: number): string[] {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/).flatMap((line) => {
    const pieces: string[] = [];
    let rest = line.replaceAll("\t", "  ");
    while (rest.length > width) {
      const space = rest.lastIndexOf(" ", width);
      const end = space > width / 2 ? space : width;
      pieces.push(rest.slice(0, end));
      rest = rest.slice(end).trimStart();
    }
    return [...pieces, rest];
  });
  return lines.map(safeLine).filter((line) => line.trim() !== "");
}

/** In characters: how much of somebody else's answer is told. */
const maxAnswerLength = 120;

/** What somebody else answered: *approved this at 09:16:00*, *answered this at 09:16:00: “Warm, please.”* */
function elsewhereWords(said: unknown, when: string): string {
  const approved = decisionIn(said);
  const { feedback } = fieldsOf(said);
  const verb = approved === undefined ? "answered" : approved ? "approved" : "rejected";
  const text = typeof feedback === "string" ? rowText(feedback, maxAnswerLength) : "";
  return `Somebody else already ${verb} this${when}${text === "" ? "." : `: “${text}”`}`;
}

/** Why an answer came too late, and which answer or event was first. */
export function lateWords(outcome: Extract<AnswerOutcome, { kind: "answered" | "gone" }>): string {
  const when = outcome.at === undefined ? "" : ` at ${formatTimeOfDay(outcome.at, "seconds")}`;
  if (outcome.kind === "answered") {
    return outcome.by === "here" ? `You already answered this${when}.` : elsewhereWords(outcome.said, when);
  }
  switch (outcome.why) {
    case "canceled":
      return `The run was canceled${when} and no longer needs an answer.`;
    case "ended":
      return `The run ended${when} and no longer needs an answer.`;
    case "withdrawn":
      return "The run no longer needs this answer.";
  }
}
