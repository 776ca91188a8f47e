import * as z from "zod";
import type { InputAnswer, QuestionAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { answersAsText, type Question, readQuestions } from "#model/questions.ts";
import { isApproval } from "#runs/labels/pendingInputRequests.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { safeText } from "#runs/text/safeText.ts";

const maxTextLength = 20_000;

/** What a model gives of a person's answer. */
export const answerFields = {
  approved: z.boolean().optional().describe("For an approval: whether the person approves."),
  params: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("For an approval: new values of editable parameters. The others don't change."),
  paramsJson: z
    .string()
    .max(maxTextLength)
    .optional()
    .describe("Like params, but as JSON text: for numbers with more than 15 digits."),
  feedback: z.string().max(maxTextLength).optional().describe("The person's answer or reason, as text."),
  answers: z
    .array(
      z.strictObject({
        question: z.string().max(200).describe("ID of the question."),
        selected: z.array(z.string().max(1_000)).max(20).optional().describe("Labels of the selected options."),
        text: z.string().max(maxTextLength).optional().describe("An answer in the person's own words."),
      }),
    )
    .max(20)
    .optional()
    .describe("Answers to structured questions."),
};

type GivenAnswer = z.infer<z.ZodObject<typeof answerFields>>;

/** The answer to an input request, as the app takes it. @throws ToolError for one that doesn't fit what was asked */
export function answerTo(request: InputRequest, given: GivenAnswer): InputAnswer {
  return isApproval(request) ? approvalOf(request, given) : feedbackTo(request, given);
}

/**
 * The values that a model gives. A client has parsed the call before it comes here, so a number may have lost digits on
 * the way, and the person would confirm another one than the model has written.
 */
function paramsOf({ params, paramsJson }: GivenAnswer): Record<string, unknown> {
  if (paramsJson === undefined) {
    const inexact = inexactNumber(params ?? {}, ["params"]);
    if (inexact === undefined) return params ?? {};
    throw new ToolError(
      `${safeText(inexact)} is a number that JSON may have rounded. Send the values in paramsJson instead, such as ` +
        '{"amount": 12345678901234567890}.',
    );
  }
  if (params) throw new ToolError("params, paramsJson: set only one of these.");
  const values = parsed(paramsJson);
  if (isFields(values)) return values;
  throw new ToolError('paramsJson: this isn\'t a JSON object. Write it like {"amount": 12345678901234567890}.');
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The path of a number that isn't certainly the one that was written: a double has 15 digits that stay. */
function inexactNumber(value: unknown, path: readonly string[]): string | undefined {
  if (typeof value === "number") {
    const digits = /^[-0.]*([\d.]*)/.exec(String(value))?.[1]?.replace(".", "") ?? "";
    const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : digits !== "" && digits.length <= 15;
    return isExact ? undefined : path.join(".");
  }
  if (!isContainer(value)) return undefined;
  for (const [name, each] of Object.entries(value)) {
    const found = inexactNumber(each, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function approvalOf(request: InputRequest, given: GivenAnswer): InputAnswer {
  const { approved, feedback, answers } = given;
  const params = paramsOf(given);
  if (approved === undefined) throw new ToolError("approved: this field is missing. An approval needs true or false.");
  if (answers) throw new ToolError("answers: an approval has no questions. Remove answers.");
  const told = feedback === undefined ? {} : { feedback };
  const base = { type: "approval", request_id: request.id, approved, ...told } as const;
  const changed = Object.keys(params);
  if (changed.length === 0) return base;
  if (!approved) throw new ToolError("params: a rejection changes no parameters. Remove params.");
  const editable = request.editable_params ?? [];
  if (changed.some((name) => !editable.includes(name))) {
    if (editable.length === 0) throw new ToolError("params: no parameter can be changed. Remove params.");
    throw new ToolError("params: only these can be changed.", { data: editable });
  }
  const asked = isContainer(request.params) ? (request.params as Record<string, unknown>) : {};
  const kept = Object.entries(asked).filter(([name]) => editable.includes(name));
  return { ...base, params: { ...Object.fromEntries(kept), ...params } };
}

function feedbackTo(
  request: InputRequest,
  { approved, params, paramsJson, feedback = "", answers = [] }: GivenAnswer,
): InputAnswer {
  if (approved !== undefined || params || paramsJson !== undefined) {
    throw new ToolError("approved, params: this input request isn't an approval. Set `feedback` or `answers`.");
  }
  const questions = readQuestions(request["questions"]);
  const chosen = answers.map((answer) => questionAnswer(questions, answer));
  // Models read the text alone, so the choices are in it as well.
  const text = [answersAsText(questions, chosen), feedback.trim()].filter((part) => part !== "").join("\n");
  if (text === "")
    throw new ToolError("feedback: this field is missing. Set `feedback` or `answers` to the person's answer.");
  const more = chosen.length === 0 ? {} : { answers: chosen };
  return { type: "human_feedback", request_id: request.id, feedback: text, ...more };
}

function questionAnswer(
  questions: readonly Question[],
  { question: id, selected = [], text = "" }: NonNullable<GivenAnswer["answers"]>[number],
): QuestionAnswer {
  if (questions.length === 0)
    throw new ToolError("answers: this input request has no questions. Set `feedback` instead.");
  const question = questions.find((each) => each.id === id);
  if (!question)
    throw new ToolError("answers: no question has the given ID. Use one of these IDs.", {
      data: questions.map((each) => each.id),
    });
  const labels = question.options.map(({ label }) => label);
  if (selected.some((label) => !labels.includes(label))) {
    throw new ToolError("answers: `selected` may contain only labels of the question's options.", { data: labels });
  }
  if (selected.length > 1 && !question.several) throw new ToolError("answers: this question accepts only one option.");
  if (text !== "" && !question.custom) throw new ToolError("answers: this question doesn't accept free text.");
  return { question_id: id, selected, custom_text: text === "" ? undefined : text };
}
