import { isContainer } from "#base/json/exactNumber.ts";
import { prettyJson } from "#runs/values/prettyJson.ts";

/** A value as pretty-printed JSON, cut if its length says so; nothing for an empty value. */
export function detailsOf(value: unknown): { details?: string; detailsLength?: number } {
  const nothing = empty(value) || (typeof value === "object" && Object.keys(value as object).length === 0);
  if (nothing) return {};
  const { text, length } = prettyJson(value);
  return { details: text, detailsLength: length };
}

/** An object without some of its fields; any other value unchanged. */
export function without(value: unknown, keys: readonly string[]): unknown {
  if (!isContainer(value) || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

export function empty(value: unknown): boolean {
  return value === undefined || value === null;
}
