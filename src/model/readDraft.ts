import * as z from "zod";
import { ifReadable, readAs } from "#base/stored.ts";
import type { AnswerDraft, QuestionDraft } from "./answerDraft.ts";

const questionSchema: z.ZodType<QuestionDraft> = z.object({
  selected: z.array(z.unknown()).transform((labels) => labels.filter((label) => typeof label === "string")),
  custom: z.string().catch(""),
});

/** A draft from storage or a message, without fields that can't be read. The panel's code has no zod. */
export const draftSchema: z.ZodType<AnswerDraft> = z.object({
  params: ifReadable(entriesOf(z.string())),
  rejecting: ifReadable(z.literal(true)),
  reason: ifReadable(z.string()),
  feedback: ifReadable(z.string()),
  answers: ifReadable(entriesOf(questionSchema)),
});

/** A draft from storage or a message, which others may have written; `undefined` for anything else. */
export function readDraft(value: unknown): AnswerDraft | undefined {
  return readAs(draftSchema, value);
}

/** The entries that can be read. Any name is valid, also `__proto__`, which zod's record would lose. */
function entriesOf<T>(schema: z.ZodType<T>) {
  return z
    .custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value))
    .transform((fields): Record<string, T> => {
      const entries = Object.entries(fields).map(([name, value]) => [name, schema.safeParse(value)] as const);
      return Object.fromEntries(entries.flatMap(([name, { success, data }]) => (success ? [[name, data]] : [])));
    });
}
