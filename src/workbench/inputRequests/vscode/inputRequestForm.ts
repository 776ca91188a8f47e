import type { InputAnswer, QuestionAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { readQuestions, answersAsText, type Question } from "#model/questions.ts";
import { formPrompt } from "#runs/labels/inputRequestText.ts";
import { isApproval } from "#runs/labels/pendingInputRequests.ts";
import { prettyJson } from "#runs/values/prettyJson.ts";
import { questionDraft } from "#workbench/inputRequests/page/answerMemory.ts";
import { editedParams, formProblem } from "#workbench/inputRequests/page/formValues.ts";
import type { FormParam, InputRequestForm, Decision } from "#workbench/inputRequests/page/inputRequestViews.ts";

/** Fields that a form shows elsewhere, or that mean nothing to a person. */
const ignoredFields = new Set([
  "id",
  "type",
  "object",
  "prompt",
  "params",
  "editable_params",
  "questions",
  "action",
  "iteration",
  "is_browser_takeover",
]);
/** In characters: how much of a fixed value is shown. */
const maxFixedLength = 20_000;

/**
 * The form of an input request. Nothing is lost: a field that has no place in a form makes the whole input request
 * appear raw.
 */
export function inputRequestForm(request: InputRequest): InputRequestForm {
  const kind = kindOf(request);
  return {
    id: request.id,
    kind,
    title: { approval: "Approval", feedback: "Feedback", unknown: request.type ?? "Input Request" }[kind],
    prompt: formPrompt(request),
    params: formParams(request),
    questions: kind === "approval" ? [] : readQuestions(request["questions"]),
    json: prettyJson(request).text,
  };
}

function kindOf(request: InputRequest): InputRequestForm["kind"] {
  if (isApproval(request)) return "approval";
  const { type, prompt, questions } = { ...request, questions: request["questions"] };
  const asked = Array.isArray(questions) ? questions.length : 0;
  const readable =
    (questions ?? undefined) === undefined || (Array.isArray(questions) && readQuestions(questions).length === asked);
  if (!readable || (!prompt && asked === 0)) return "unknown";
  if (!type || /feedback/i.test(type)) return "feedback";
  return Object.keys(request).every((field) => ignoredFields.has(field)) ? "feedback" : "unknown";
}

function formParams({ params, editable_params: editable }: InputRequest): FormParam[] {
  const may = new Set(editable ?? []);
  if (params === undefined || params === null) return [...may].map((name) => param(name, undefined, true));
  if (!isContainer(params) || Array.isArray(params)) return [param("params", params, false)];
  const named = Object.entries(params).map(([name, value]) => param(name, value, may.has(name)));
  const added = [...may].filter((name) => !Object.hasOwn(params, name)).map((name) => param(name, undefined, true));
  return [...named, ...added];
}

function param(name: string, value: unknown, editable: boolean): FormParam {
  const text = fieldText(value);
  const kind = kindOfValue(value);
  if (editable || text.length <= maxFixedLength) return { name, kind, text, editable };
  return { name, kind, text: text.slice(0, maxFixedLength), length: text.length, editable };
}

function kindOfValue(value: unknown): FormParam["kind"] {
  if (isNumber(value)) return "number";
  const kind = typeof value;
  // A missing value could have any type, so it is typed as JSON, too.
  return kind === "string" || kind === "boolean" ? kind : "json";
}

function fieldText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : (stringifyJson(value, 2) ?? "");
}

type FormAnswer = { answer: InputAnswer } | { problem: string };

/**
 * The answer that a draft makes for an input request, as the API sent that. Only values that the input request lets a
 * person edit or choose are taken from the draft, also if somebody else wrote it.
 */
export function formAnswer(request: InputRequest, draft: AnswerDraft, decision: Decision): FormAnswer {
  const form = inputRequestForm(request);
  if ((form.kind === "approval") === (decision === "answer"))
    return { problem: "This input request needs a different kind of answer." };
  const problem = formProblem(form, draft, decision);
  if (problem !== undefined) return { problem };
  if (decision === "answer") {
    const answers = form.questions.flatMap((question) => questionAnswer(question, draft));
    // The model reads only the text, so the chosen options have to be in it as well.
    const feedback = [answersAsText(form.questions, answers), (draft.feedback ?? "").trim()]
      .filter((text) => text !== "")
      .join("\n");
    return {
      answer: {
        type: "human_feedback",
        request_id: request.id,
        feedback,
        answers: answers.length > 0 ? answers : undefined,
      },
    };
  }
  const base = { type: "approval", request_id: request.id, approved: decision === "approve" } as const;
  if (decision === "reject") {
    const reason = (draft.reason ?? "").trim();
    return { answer: { ...base, feedback: reason === "" ? undefined : reason } };
  }
  const { changed } = editedParams(form, draft);
  if (Object.keys(changed).length === 0) return { answer: base };
  return { answer: { ...base, params: { ...editableParams(request), ...changed } } };
}

/** All editable values, changed or not: see `api/sendInputAnswer.ts`. */
function editableParams({ params, editable_params: editable }: InputRequest): Record<string, unknown> {
  if (!isContainer(params) || Array.isArray(params)) return {};
  return Object.fromEntries(Object.entries(params).filter(([name]) => editable?.includes(name)));
}

function questionAnswer(question: Question, draft: AnswerDraft): QuestionAnswer[] {
  const { id, options, several, custom } = question;
  const given = questionDraft(draft, question);
  const selectedLabels = options.map(({ label }) => label).filter((label) => given.selected.includes(label));
  const text = custom ? given.custom.trim() : "";
  const selected = several ? selectedLabels : selectedLabels.slice(0, 1);
  if (selected.length === 0 && text === "") return [];
  return [{ question_id: id, selected, custom_text: text === "" ? undefined : text }];
}
