import type { InputRequest } from "../../api/schemas.ts";
import { plainMarkdown } from "../../base/text/plainMarkdown.ts";
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
 * What a request asks, for those who see it as plain text, without the marks of Markdown. Where the prompt only repeats
 * the questions, it is the first of them.
 */
export function askedText(request: InputRequest): string {
  const [first] = readQuestions(request["questions"]);
  return plainMarkdown(formPrompt(request) || first?.question || "").trim();
}
