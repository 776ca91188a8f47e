import { stringifyJson } from "../../../../base/json/stringifyJson.ts";
import { oneLine } from "../../../../base/text/oneLine.ts";
import { prettyJson } from "../../../../runs/values/prettyJson.ts";

/** Longest value shown, in characters. */
const longest = 60;

/** A value within a sentence: JSON in one line, shortened. */
export function shownValue(value: unknown): string {
  // Of a long text only its beginning is written.
  const short = typeof value === "string" ? value.slice(0, 4 * longest) : value;
  return oneLine(stringifyJson(short) ?? "nothing", longest);
}

export function diffText(value: unknown): string {
  return value === undefined ? "" : prettyJson(value).text;
}
