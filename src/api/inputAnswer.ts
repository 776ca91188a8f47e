import type { InputAnswer } from "./contract.ts";

/**
 * How an answer to an input request travels. Documented: feedback as `{request_id, feedback}`, where the text is what an
 * answer consists of. Seen: `answers` to structured questions beside the text. Assumed: the form of an approval. Of a
 * model's answers only the text counts, so `views/model/formAnswer.ts` tells in it what was chosen as well.
 */
export function inputAnswerBody(answer: InputAnswer): Record<string, unknown> {
  const { type, ...data } = answer;
  return { type, data };
}
