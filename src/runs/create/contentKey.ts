import { equalDouble, ExactNumber, numberKey } from "../../base/json/exactNumber.ts";

/** The part that a request and its run have in common. */
interface Content {
  input?: unknown;
  user_id?: string | null;
  session_id?: string | null;
}

/** Equal for a request and its run: an app may order keys otherwise, and store `1.0` as `1`. */
export function contentKey({ input, user_id, session_id }: Content): string {
  return JSON.stringify([ordered(input), user_id || null, session_id?.toLowerCase() || null]);
}

/** A JSON value whatever the order of its keys: an object becomes `{ entries }`, pairs sorted by key. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof ExactNumber) return equalDouble(value) ?? { number: numberKey(value) };
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // Pairs, because an object would move keys that look like numbers to the front, and lose `__proto__`.
  return { entries: entries.map(([key, each]) => [key, ordered(each)]) };
}
