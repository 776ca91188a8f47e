import type { QuestionAnswer } from "../../api/contract.ts";
import { readQuestions } from "../../model/questions.ts";
import type { FieldErrors } from "../http/apiFailure.ts";
import { isObject } from "../http/body.ts";

/** A structured question of an input request for feedback. */
export interface Question {
  id: string;
  header: string;
  question: string;
  options: { label: string; description: string }[];
  multi_select: boolean;
  allow_custom_answer: boolean;
}

/** Checks the `answers` of a feedback against the sample app's own questions. */
export function readAnswers(value: unknown, questions: unknown, errors: FieldErrors): QuestionAnswer[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    errors["answers"] = "must be an array";
    return [];
  }
  const asked = readQuestions(questions);
  const answers: QuestionAnswer[] = [];
  for (const [index, item] of value.entries()) {
    const problem = checkAnswer(item, asked);
    if (problem === undefined) answers.push(item as QuestionAnswer);
    else errors[`answers.${index}`] = problem;
  }
  return answers;
}

function checkAnswer(answer: unknown, asked: ReturnType<typeof readQuestions>): string | undefined {
  if (!isObject(answer)) return "must be an object";
  const question = asked.find((one) => one.id === answer["question_id"]);
  if (!question) return "has an unknown question_id";
  const { selected, custom_text: customText } = answer;
  const labels = question.options.map((option) => option.label);
  if (!Array.isArray(selected)) return "must have selected as an array";
  if (!selected.every((label) => labels.includes(label as string))) return "selects an unknown option";
  if (selected.length > 1 && !question.several) return "selects more than one option";
  if (customText === undefined || customText === null) return undefined;
  if (typeof customText !== "string") return "must have custom_text as a string";
  return question.custom || customText === "" ? undefined : "cannot have custom_text";
}
