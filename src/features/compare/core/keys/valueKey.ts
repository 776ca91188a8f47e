import { hash } from "node:crypto";
import { isContainer, isNumber, numberKey } from "../../../../base/json/exactNumber.ts";
import { LargeValue, openJson } from "../../../../runs/values/prettyJson.ts";
import { isIgnoredField, withoutIds } from "./ignored.ts";

/** A longer text is not opened as JSON for its key: reading it takes longer than all else. In characters. */
const longestOpened = 200_000;
/** In characters. A longer key is a hash, so that long texts aren't held while they are compared. */
const longestKey = 200;

/**
 * The key of a JSON value: equal for values that are equal except for the order of their keys, the notation of their
 * numbers, and what `ignored.ts` lists. JSON inside a text counts as its value.
 */
export function valueKey(value: unknown): string {
  const isLong = typeof value === "string" && value.length > longestOpened;
  const text = written("", isLong ? value : openJson(value));
  return text.length > longestKey ? hash("sha1", text, "base64") : text;
}

function written(name: string, value: unknown): string {
  if (isIgnoredField(name, value)) return "ignored";
  if (typeof value === "string") return JSON.stringify(withoutIds(value));
  if (value instanceof LargeValue) return `large ${JSON.stringify(withoutIds(value.text))}`;
  if (Array.isArray(value)) return `[${value.map((each) => written(name, each)).join()}]`;
  if (!isContainer(value)) return isNumber(value) ? numberKey(value) : String(value);
  const fields = value as Record<string, unknown>;
  const all = Object.keys(fields)
    .sort()
    .map((each) => `${JSON.stringify(each)}:${written(each, fields[each])}`);
  return `{${all.join()}}`;
}
