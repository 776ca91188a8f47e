import type { ApprovalNames, InputAnswer } from "./contract.ts";

/**
 * How an answer to an input request travels. Documented: feedback as `{request_id, feedback}`. Seen: `answers` to
 * structured questions beside the text; of a model's answers only the text counts, so
 * `views/inputRequests/formAnswer.ts` tells in it what was chosen as well. Assumed: the form of an approval. The asking
 * side of the Runs API has other names than the SDK, so the answer may have as well; the decision is always sent,
 * because without one the SDK takes any text for a no.
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
