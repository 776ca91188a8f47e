import { numberFrom } from "#base/json/exactNumber.ts";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { messageOf } from "#base/thrown.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import type { Question } from "#model/questions.ts";
import { questionDraft } from "./answerMemory.ts";
import type { Decision, FormParam, InputRequestForm } from "./inputRequestViews.ts";

export type FieldValue = { value: unknown } | { problem: string };

/**
 * The value that a parameter's field holds, or what is wrong with its text. @param was its text before anybody typed
 */
export function readField(kind: FormParam["kind"], text: string, was = ""): FieldValue {
  switch (kind) {
    case "string":
      return { value: text };
    case "number":
      return readNumber(text.trim());
    case "boolean":
      return text === "true" || text === "false" ? { value: text === "true" } : { problem: "Choose yes or no." };
    case "json":
      return readJson(text, was);
  }
}

export interface EditedParams {
  /** The new values by name, of parameters that changed. */
  changed: Readonly<Record<string, unknown>>;
  problems: Readonly<Record<string, string>>;
}

/** The parameters that a draft changes. Parameters that may not be edited are ignored. */
export function editedParams(form: InputRequestForm, draft: AnswerDraft): EditedParams {
  const changed: [string, unknown][] = [];
  const problems: [string, string][] = [];
  for (const { name, kind, text, editable } of form.params) {
    const typed = draftText(draft, name);
    if (!editable || typed === undefined || typed === text) continue;
    const read = readField(kind, typed, text);
    if ("problem" in read) problems.push([name, read.problem]);
    else if (!means(kind, text, read.value)) changed.push([name, read.value]);
  }
  return { changed: Object.fromEntries(changed), problems: Object.fromEntries(problems) };
}

export function draftText({ params = {} }: AnswerDraft, name: string): string | undefined {
  return Object.hasOwn(params, name) ? params[name] : undefined;
}

export function isAnswered(question: Question, draft: AnswerDraft): boolean {
  const { selected, custom } = questionDraft(draft, question);
  return selected.length > 0 || custom.trim() !== "";
}

/** Why a form can't be sent yet; `undefined` when it can. */
export function formProblem(form: InputRequestForm, draft: AnswerDraft, decision: Decision): string | undefined {
  if (decision === "reject") return undefined;
  if (decision === "approve") {
    const wrong = Object.keys(editedParams(form, draft).problems);
    return wrong.length === 0 ? undefined : `Correct ${wrong.join(", ")} first.`;
  }
  if ((draft.feedback ?? "").trim() !== "") return undefined;
  const open = form.questions.filter((question) => !isAnswered(question, draft));
  if (form.questions.length === 0) return "Write an answer first.";
  const [first] = open;
  return first && `Choose an answer: ${first.header || first.question}`;
}

const numberPattern = /^([-+]?)(\d*)(?:\.(\d*))?(e[-+]?\d+)?$/i;

function readNumber(text: string): FieldValue {
  if (text === "") return { problem: "Type a number." };
  const [, sign, whole = "", fraction = "", exponent = ""] = numberPattern.exec(text) ?? [];
  if (sign === undefined || whole + fraction === "")
    return { problem: "This isn't a number. Write it like 480 or 12.50." };
  // A valid number in JSON: `.5` and `007` are not.
  const digits = (whole.replace(/^0+(?=\d)/, "") || "0") + (fraction === "" ? "" : `.${fraction}`);
  return { value: numberFrom(`${sign === "-" ? "-" : ""}${digits}${exponent}`) };
}

/** Reads JSON. `NaN` and the like are allowed only where the app's own text has them. */
function readJson(text: string, was: string): FieldValue {
  try {
    if (!/\b(?:NaN|Infinity)\b/.test(was)) JSON.parse(text);
    return { value: parseOwnJson(text) };
  } catch (error) {
    const reason = messageOf(error).replace(/^JSON\.parse: /, "");
    return { problem: text.trim() === "" ? "Type a JSON value, for example null." : `This isn't JSON: ${reason}` };
  }
}

/** Whether a text already means this value: `620.0` means `620`, and white space in JSON doesn't matter. */
function means(kind: FormParam["kind"], text: string, value: unknown): boolean {
  if (text === "") return kind === "string" && value === "";
  const read = readField(kind, text, text);
  return "value" in read && sameJson(read.value, value);
}
