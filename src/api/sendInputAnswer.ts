import { stringifyJson } from "#base/json/stringifyJson.ts";
import type { InputAnswer } from "./contract.ts";
import { type ApiError, isApiError } from "./errors.ts";

/**
 * Sends an answer. Documented: feedback as `{request_id, feedback}`. Seen: `answers` to questions; if a model asked,
 * only the text counts, so it has the chosen options as well. Assumed for an approval: `approved` and `params`, or the
 * SDK's `is_approved` and `data`. Both are sent at once, as an app reads an unknown name as a no. Only an app that
 * refuses names (400, 422) gets one after the other. @param send sends one body, once @throws ApiError the first that
 * isn't about the names
 */
export async function sendInputAnswer(
  answer: InputAnswer,
  send: (body: Record<string, unknown>) => Promise<void>,
): Promise<void> {
  const refusals: ApiError[] = [];
  for (const body of answerBodies(answer)) {
    try {
      return await send(body);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
      // The input request isn't pending any more. Under its id, the run may already ask the next question.
      if (!isAboutNames(error) && /\brequest_id\b/.test(wordsOf(error))) break;
    }
  }
  throw refusals.find((refusal) => !isAboutNames(refusal)) ?? refusals.at(-1);
}

/** The body that an answer is sent with, unless the app refuses its names. */
export function answerBody(answer: InputAnswer): Record<string, unknown> {
  return answerBodies(answer)[0]!;
}

function answerBodies(answer: InputAnswer): Record<string, unknown>[] {
  const { type, ...feedbackData } = answer;
  if (answer.type !== "approval") return [{ type, data: feedbackData }];
  const { request_id, approved, params, feedback } = answer;
  const api = { approved, params };
  const sdk = { is_approved: approved, data: params };
  return [{ ...api, ...sdk }, api, sdk].map((names) => ({ type, data: { request_id, ...names, feedback } }));
}

/** Whether the app says that it did not accept the body, so that nothing happened. */
function isRefusal(error: unknown): error is ApiError {
  return isApiError(error) && (error.status === 400 || error.status === 422) && !error.outcomeUnknown;
}

/** Whether a refusal is about the fields of an approval: the app doesn't know a name, or misses its own. */
function isAboutNames(refusal: ApiError): boolean {
  return /\b(?:is_)?approved\b/.test(wordsOf(refusal));
}

function wordsOf({ message, details }: ApiError): string {
  return `${message} ${stringifyJson(details) ?? ""}`;
}
