import { errorSummary, nodeFailures } from "./errorSummary.ts";
import { rowText } from "./runLabel.ts";

/** In characters: how much of a message is read. */
const maxReadLength = 2_000;

/** `Node "llm" failed:`, `openai.BadRequestError:`. The row's icon says that the run failed. */
const prefixes = [
  /^(?:the )?(?:node|flow|agent|tool|workflow|step) ["'`“][^"'`”\n]{1,80}["'`”] (?:has )?failed(?: with(?: an)? error)?[:.]\s*/i,
  /^[A-Za-z_][\w.]{0,100}(?:Error|Exception|Failure|Timeout|Warning):\s+/,
  /^(?:error|exception|failed|failure): /i,
];

/** Why a run failed: the first sentence, without the node and the class that reported it. */
export function failureReason(error: unknown): string {
  const { code = "", message } = errorSummary(error);
  const [node] = nodeFailures(error);
  const text = firstSentence(plainReason(node?.message ?? message));
  return rowText(text) || inWords(code) || "no reason given";
}

/** The message without the prefixes, as long as something follows them. */
function plainReason(message: string): string {
  let text = message.slice(0, maxReadLength).trim();
  for (let left = 4; left > 0; left--) {
    const prefix = prefixes.find((each) => each.test(text));
    const rest = prefix ? text.replace(prefix, "").trim() : "";
    if (rest === "") break;
    text = rest;
  }
  return text;
}

/** A period ends a sentence only before a capital or a bracket, so that *e.g. 30 s* and *v1. 2* stay whole. */
function firstSentence(text: string): string {
  const [first = ""] = text.split(/\n/, 1);
  const end = first.search(/[.!?](?:["')\]]*)\s+(?=["'([]*\p{Lu})/u);
  const sentence = end < 0 ? first : first.slice(0, end + 1);
  return sentence.replace(/\.$/, "");
}

/** `payment_gateway_timeout` as *payment gateway timeout*, `RateLimitError` as *rate limit error*. */
function inWords(code: string): string {
  return rowText(
    code
      .replace(/[_.-]+/g, " ")
      .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, " ")
      .toLowerCase(),
  );
}
