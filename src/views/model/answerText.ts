import { stringifyJson } from "../../base/stringifyJson.ts";
import { isContainer } from "../../base/exactNumber.ts";
import { sameJson } from "../../base/sameJson.ts";

type Fields = Record<string, unknown>;

/** What a person decided, as far as the event says it. */
export function answerTitle(data: unknown): string {
  const { approved } = fieldsOf(data);
  if (typeof approved !== "boolean") return "Answered";
  return approved ? "Approved" : "Rejected";
}

/**
 * What a person answered, in one line: their words, what they chose, what they set.
 *
 * @param asked the data of the request: what it proposed already was not set by anybody
 */
export function answerText(data: unknown, asked?: unknown): string {
  const { feedback, answers, params } = fieldsOf(data);
  const proposed = fieldsOf(fieldsOf(asked)["params"]);
  const chosen = (Array.isArray(answers) ? answers : []).flatMap((answer: unknown) => {
    const { selected, custom_text: custom } = fieldsOf(answer);
    return [...(Array.isArray(selected) ? (selected as unknown[]) : []), custom];
  });
  const edited = Object.entries(fieldsOf(params)).filter(([name, value]) => !sameJson(proposed[name], value));
  const set = edited.map(([name, value]) => `${name} ${plain(value)}`);
  // The text of a form that has questions alone is made of what was chosen.
  const words = typeof feedback === "string" && sameWords(feedback, chosen) ? undefined : feedback;
  return [words, ...chosen, ...set].filter((text) => typeof text === "string" && text.trim() !== "").join(", ");
}

function sameWords(text: string, chosen: readonly unknown[]): boolean {
  return chosen.length > 0 && text.replaceAll("; ", ", ") === chosen.filter((part) => part !== undefined && part !== "").join(", ");
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : (stringifyJson(value) ?? "");
}

function fieldsOf(value: unknown): Fields {
  return isContainer(value) ? (value as Fields) : {};
}
