import type { InputAnswer, QuestionAnswer } from "../../../api/contract.ts";
import type { InputRequest } from "../../../api/schemas.ts";
import { isContainer } from "../../../base/json/exactNumber.ts";
import type { AnswerDraft } from "../../../model/answerDraft.ts";
import { answersAsText, type Question } from "../../../model/questions.ts";
import { editedParams, formProblem } from "../page/formValues.ts";
import type { Decision } from "../page/inputRequestViews.ts";
import { inputRequestForm } from "./inputRequestForm.ts";

export type FormAnswer = { answer: InputAnswer } | { problem: string };

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

function questionAnswer({ id, options, several, custom }: Question, { answers = {} }: AnswerDraft): QuestionAnswer[] {
  const given = Object.hasOwn(answers, id) ? answers[id] : undefined;
  if (!given) return [];
  const known = options.map(({ label }) => label).filter((label) => given.selected.includes(label));
  const text = custom ? given.custom.trim() : "";
  const selected = several ? known : known.slice(0, 1);
  if (selected.length === 0 && text === "") return [];
  return [{ question_id: id, selected, custom_text: text === "" ? undefined : text }];
}
