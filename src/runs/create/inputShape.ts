import * as z from "zod";
import { equalDouble, ExactNumber, numberKey } from "../../base/json/exactNumber.ts";

/** Turns a key or a value's JSON text into a digest. */
export type Digest = (text: string) => string;

/**
 * The shape of a JSON value with a digest for each key and leaf, to find it inside a larger one. Objects are pairs;
 * `null` matches anything.
 */
export type InputShape = string | { o: [string, InputShape][] } | { a: InputShape[] } | null;

/** A stored outline. */
export const shapeSchema: z.ZodType<InputShape> = z.lazy(() =>
  z.union([
    z.string(),
    z.null(),
    z.object({ o: z.array(z.tuple([z.string(), shapeSchema])) }),
    z.object({ a: z.array(shapeSchema) }),
  ]),
);

/** More parts aren't stored. They would prove no more. */
const mostParts = 300;

export function shapeOf(value: unknown, digest: Digest): InputShape {
  let left = mostParts;
  const outline = (each: unknown): InputShape => {
    if (left-- <= 0) return null;
    if (Array.isArray(each)) return { a: each.map(outline) };
    const entries = entriesOf(each);
    return entries
      ? { o: entries.slice(0, left).map(([key, item]) => [digest(key), outline(item)]) }
      : digest(leafText(each));
  };
  return outline(ordered(value));
}

/** Whether a value contains everything in the outline, at any depth; lists must have the same length. */
export function covers(value: unknown, outline: InputShape, digest: Digest): boolean {
  return holds(ordered(value), outline, digest);
}

function holds(value: unknown, outline: InputShape, digest: Digest): boolean {
  if (outline === null) return true;
  const entries = entriesOf(value);
  if (typeof outline === "string") return !entries && !Array.isArray(value) && digest(leafText(value)) === outline;
  if ("a" in outline) {
    if (!Array.isArray(value) || value.length !== outline.a.length) return false;
    return outline.a.every((item, index) => holds(value[index], item, digest));
  }
  if (!entries) return false;
  const items = new Map(entries.map(([key, item]) => [digest(key), item]));
  return outline.o.every(([key, item]) => items.has(key) && holds(items.get(key), item, digest));
}

/** The pairs of an object in the form of {@link ordered}. */
function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== "object" || value === null || !("entries" in value)) return undefined;
  return value.entries as [string, unknown][];
}

function leafText(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

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
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof ExactNumber) return equalDouble(value) ?? { number: numberKey(value) };
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // Pairs, because an object would move keys that look like numbers to the front, and lose `__proto__`.
  return { entries: entries.map(([key, each]) => [key, ordered(each)]) };
}
