import type { ApprovalNames, InputAnswer } from "./contract.ts";

/**
 * The body of an answer to an input request. Documented: feedback as `{request_id, feedback}`. Seen: `answers` to
 * structured questions beside the text. If a model asked, only the text counts, so `views/inputRequests/formAnswer.ts`
 * puts the chosen options into it as well. Assumed: the form of an approval. The Runs API's question has other field
 * names than the SDK, so its answer may as well. The decision is always sent, because without one the SDK reads any
 * text as a no.
 *
 * @param names the field names of an approval
 */
export function inputAnswerBody(answer: InputAnswer, names: ApprovalNames = "api"): Record<string, unknown> {
  const { type, ...data } = answer;
  if (answer.type !== "approval" || names === "api") return { type, data };
  const { approved, params, request_id, feedback } = answer;
  const texts = feedback === undefined ? {} : { feedback };
  return {
    type,
    data: { request_id, is_approved: approved, ...(params === undefined ? {} : { data: params }), ...texts },
  };
}
