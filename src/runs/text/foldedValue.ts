import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { countOf } from "#model/counts.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";

/** In characters: how much of a text stays at its beginning and at its end. */
const shortText = { head: 160, tail: 60 };
const maxItems = 8;
const maxFields = 24;
const maxDepth = 6;

/**
 * A value in one line of JSON, folded so that each of its fields is seen; a text as it is. @param maxLength in characters
 */
export function foldedJson(value: unknown, maxLength = 400): string {
  const opened = openJson(value);
  if (typeof opened === "string") {
    const whole = value instanceof LargeValue ? value.length : opened.length;
    const shown = foldedText(opened, { head: Math.floor(maxLength * 0.75), tail: Math.floor(maxLength * 0.2) }, whole);
    // A line of a text must not look like a line of ours.
    return shown.replace(/\r?\n|[\r\u2028\u2029]/g, "\n    ");
  }
  return foldedText(stringifyJson(folded(opened, 0)) ?? "", { head: maxLength, tail: 0 });
}

/** A text whose middle is left out if it is long. @param whole its length, if only its beginning is here */
function foldedText(text: string, { head, tail }: typeof shortText = shortText, whole = text.length): string {
  if (whole <= head + tail + 20) return text;
  const isPart = whole > text.length;
  const start = withoutHalf(text.slice(0, head));
  const end = isPart || tail === 0 ? "" : withoutHalf(text.slice(-tail));
  return `${start}…(${countOf(whole - start.length - end.length, "more character")})…${end}`;
}

function folded(value: unknown, depth: number): unknown {
  if (value instanceof LargeValue) return foldedText(value.text, shortText, value.length);
  if (typeof value === "string") return foldedText(value);
  if (!isContainer(value)) return value;
  if (depth === maxDepth) return Array.isArray(value) ? `…(${countOf(value.length, "item")})` : "…(an object)";
  return Array.isArray(value) ? foldedList(value, depth) : foldedFields(value, depth);
}

function foldedList(list: readonly unknown[], depth: number): unknown[] {
  const shown = list.slice(0, maxItems).map((item) => folded(item, depth + 1));
  return list.length > maxItems ? [...shown, `…(${countOf(list.length - maxItems, "more item")})`] : shown;
}

function foldedFields(fields: object, depth: number): object {
  const names = Object.keys(fields);
  const shown = names
    .slice(0, maxFields)
    .map((name) => [foldedText(name), folded((fields as Record<string, unknown>)[name], depth + 1)]);
  const more = names.length - maxFields;
  return Object.fromEntries(more > 0 ? [...shown, ["…", countOf(more, "more field")]] : shown);
}

/** A text without half of a surrogate pair at either end. */
function withoutHalf(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}
