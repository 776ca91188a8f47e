import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { memorySize } from "#base/memorySize.ts";

/**
 * The beginning of a value's JSON text with at least `most` characters, if there are as many. The rest of the value
 * isn't visited.
 */
export function jsonBeginning(value: unknown, minLength: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, minLength));
  if (!isContainer(value)) return stringifyJson(value) ?? "";
  // One call for all of a small value takes a third of the time of one for each key.
  if (memorySize(value, 4 * minLength) <= 4 * minLength) return stringifyJson(value);
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{";
  // Not `Object.entries`, which would create a list first.
  for (const key in value) {
    const each = (value as Record<string, unknown>)[key];
    if (each === undefined && !isList) continue;
    if (text.length > 1) text += ",";
    if (!isList) text += `${JSON.stringify(key)}:`;
    text += jsonBeginning(each, Math.max(0, minLength - text.length));
    if (text.length >= minLength) return text;
  }
  return text + (isList ? "]" : "}");
}
