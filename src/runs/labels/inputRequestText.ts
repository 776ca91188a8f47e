import type { InputRequest } from "../../api/schemas.ts";
import { readQuestions, withoutQuestions } from "../../model/questions.ts";

/** The same of a request in the story. @param data of the event that asked */
export function askedPrompt(prompt: string, data: unknown): string {
  const { questions } = (data ?? {}) as { questions?: unknown };
  return askedText({ id: "", prompt, questions });
}

/** What a request asks, without the questions that its form shows anyway. */
export function formPrompt({ prompt, questions }: InputRequest): string {
  return withoutQuestions(prompt ?? "", readQuestions(questions));
}

/**
 * What a request asks, for those who see one line of it: where the prompt only repeats the questions, the first of
 * them.
 */
export function askedText(request: InputRequest): string {
  const [first] = readQuestions(request["questions"]);
  return formPrompt(request) || first?.question || "";
}
