import type { InputAnswer } from "./contract.ts";

/**
 * How an answer to an input request travels. Documented: feedback as `{request_id, feedback}`, where the text is what an
 * answer consists of. Seen: `answers` to structured questions beside the text. Assumed: the form of an approval; that
 * `params` are all of them, edited or not, so that it does not matter whether the service merges or replaces; and that the
 * text may not be blank, so that choices alone are told in it, too.
 */
export function inputAnswerBody(answer: InputAnswer): Record<string, unknown> {
  const { type, ...data } = answer;
  if (answer.type === "approval" || answer.feedback.trim() !== "") return { type, data };
  return { type, data: { ...data, feedback: answersAsText(answer) } };
}

function answersAsText({ answers = [] }: Extract<InputAnswer, { type: "human_feedback" }>): string {
  return answers
    .map(({ selected, custom_text: custom }) => [...selected, ...(custom ? [custom] : [])].join(", "))
    .filter((text) => text !== "")
    .join("; ");
}
