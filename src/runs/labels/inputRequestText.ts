import type { InputRequest } from "#api/schemas.ts";
import { plainMarkdown } from "#base/text/plainMarkdown.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { readQuestions, withoutQuestions } from "#model/questions.ts";

/** The prompt of an input request in the story. @param data of the event that asked */
export function askedPrompt(prompt: string, data: unknown): string {
  const { questions } = (data ?? {}) as { questions?: unknown };
  return askedText({ id: "", prompt, questions });
}

/** The prompt of an input request without the questions that its form shows anyway. */
export function formPrompt({ prompt, questions }: InputRequest): string {
  return withoutQuestions(shortPlaceholders(prompt ?? ""), readQuestions(questions));
}

/** The prompt as plain text; the first question if it only repeats the questions. */
export function askedText(request: InputRequest): string {
  const [first] = readQuestions(request["questions"]);
  return plainMarkdown(formPrompt(request) || first?.question || "").trim();
}
