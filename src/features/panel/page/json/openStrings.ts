import { parseJson } from "../../../../base/json/parseJson.ts";
import { stringifyJson } from "../../../../base/json/stringifyJson.ts";

/** The fields of an event that often contain JSON as a text. */
const fields = ["input", "result"];

/** An event's JSON with the JSON in its texts parsed; `undefined` when there is none. */
export function openStrings(json: string): { text: string; opened: string[] } | undefined {
  const event = parsed(json) as { data?: unknown } | undefined;
  const data = event?.data;
  if (typeof data !== "object" || data === null) return undefined;
  const opened: string[] = [];
  const entries = Object.entries(data).map(([key, value]: [string, unknown]) => {
    const inside =
      fields.includes(key) && typeof value === "string" && /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    if (inside === undefined) return [key, value];
    opened.push(key);
    return [key, inside];
  });
  if (opened.length === 0) return undefined;
  const shown: object = { ...event, data: Object.fromEntries(entries) };
  return { text: stringifyJson(shown, 2), opened };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
