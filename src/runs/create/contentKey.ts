import { equalDouble, ExactNumber, numberKey } from "../../base/json/exactNumber.ts";

/** What a request and the run that it makes have in common. */
interface Content {
  input?: unknown;
  user_id?: string | null | undefined;
  session_id?: string | null | undefined;
}

/**
 * The same text for a request and for the run that was made from it, whatever the order of keys and the notation of
 * numbers: an app may store `1.0` as `1`.
 */
export function contentKey({ input, user_id, session_id }: Content): string {
  return JSON.stringify([ordered(input), user_id || null, session_id?.toLowerCase() || null]);
}

/** A value out of JSON in one form, whatever the order of its keys: an object is `{ entries }`, pairs by key. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof ExactNumber) return equalDouble(value) ?? { number: numberKey(value) };
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // Pairs, since an object would put keys that look like numbers first, and `__proto__` nowhere.
  return { entries: entries.map(([key, each]) => [key, ordered(each)]) };
}
