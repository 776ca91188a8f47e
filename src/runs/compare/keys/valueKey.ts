import { hash } from "node:crypto";
import { isContainer, isNumber, numberKey } from "#base/json/exactNumber.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";

/** In characters. A longer text is not opened as JSON for its key: reading it takes longer than all else. */
const maxOpenedLength = 200_000;
/** In characters. A longer key is a hash, so that long texts aren't held while they are compared. */
const maxKeyLength = 200;

/**
 * The key of a JSON value: equal for values that are equal except for the order of their keys, the notation of their
 * numbers, and what `isIgnoredField` names. JSON inside a text counts as its value.
 */
export function valueKey(value: unknown): string {
  const isLong = typeof value === "string" && value.length > maxOpenedLength;
  const text = written("", isLong ? value : openJson(value));
  return text.length > maxKeyLength ? hash("sha1", text, "base64") : text;
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

/**
 * Two runs that did the same still differ in what the machinery makes up anew each time. A comparison doesn't look at:
 *
 * - **ids**: UUIDs, and ids that begin as those of calls, messages, requests, traces and runs do (`call_…`, `toolu_…`,
 *   `chatcmpl-…`), anywhere in a text. Also any text in a field that is named after such an id (`run_id`, `traceId`).
 * - **times**: dates with a time of day in ISO 8601, anywhere in a text, and numbers in fields that are named after a
 *   time (`created_at`, `timestamp`) and would be one.
 * - **placeholders** of the SDK's hook `pii`: the number in `<EMAIL_27…_1>`, not which of several it is.
 * - **lengths of time**: numbers in fields such as `duration_ms`, `elapsed`, `latency`.
 *
 * Anything else counts. A plain date is what an agent was asked about more often than the day on which it ran, and an
 * id such as `ord_01J9ZC` or `customer-7421` names what the agent works on.
 */
const ignoredInText = new RegExp(
  [
    String.raw`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`,
    String.raw`\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?Z|[+-]\d\d:?\d\d)?`,
    String.raw`\b(?:call|toolu|chatcmpl|resp|msg|run|req|trace|span|evt)[-_](?=[a-z]{0,40}\d)[0-9a-z]{12,60}\b`,
  ].join("|"),
  "gi",
);

const idName = /^(?:run|call|tool_?call|request|trace|span|message|event|checkpoint|thread|session|correlation)_?id$/i;
const timeName = /(?:^|_)(?:at|time|timestamp|ts|created|updated|modified|started|finished|expires)$|(?:At|Time)$/;
const lengthName = /^(?:\w{1,40}_)?(?:duration|elapsed|latency|took)(?:_?(?:ms|s|sec|secs|seconds|millis))?$/i;

/** A text without what differs from run to run by itself. */
export function withoutIds(text: string): string {
  // Hardly any text has a digit beside a hyphen, an underscore or a letter that an id could begin with: look first.
  return /\d/.test(text) ? shortPlaceholders(text).replace(ignoredInText, "…") : text;
}

/** Whether the value of a field is ignored because of the field's name. */
export function isIgnoredField(name: string, value: unknown): boolean {
  if (typeof value === "string") return idName.test(name);
  if (!isNumber(value)) return false;
  return lengthName.test(name) || (timeName.test(name) && isMoment(Number(value)));
}

/** Whether a number is a time from 2001 to 2065, in seconds or milliseconds since the epoch. */
function isMoment(value: number): boolean {
  return (value >= 1e9 && value < 3e9) || (value >= 1e12 && value < 3e12);
}
