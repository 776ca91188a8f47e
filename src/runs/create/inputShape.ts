import { isContainer, isNumber, numberKey } from "#base/json/exactNumber.ts";

/** Turns a part of an input into a digest. */
export type Digest = (text: string) => string;

/** Digests of the values of an input with their paths, to find them in an input to which an app has added others. */
export type InputShape = readonly string[];

/** How many parts are stored. More would prove no more. */
const maxParts = 300;

export function shapeOf(value: unknown, digest: Digest): InputShape {
  return partsOf(value).slice(0, maxParts).map(digest);
}

/** Whether a value contains everything in a shape, at any depth; lists must have the same length. */
export function covers(value: unknown, shape: InputShape, digest: Digest): boolean {
  const own = new Set(partsOf(value).map(digest));
  return shape.every((part) => own.has(part));
}

/** The part that a request and its run have in common. */
interface Content {
  input?: unknown;
  user_id?: string | null;
  session_id?: string | null;
}

/** A key that is equal for a request and its run: an app may order keys otherwise, and store `1.0` as `1`. */
export function contentKey({ input, user_id, session_id }: Content): string {
  return JSON.stringify([partsOf(input).sort(), user_id || null, session_id?.toLowerCase() || null]);
}

/** The parts, with their paths: `/"limits"/"amount"=62e1`; of a list its length, of an object that it is one. */
function partsOf(value: unknown): string[] {
  const parts: string[] = [];
  const add = (each: unknown, path: string): void => {
    if (!isContainer(each)) parts.push(`${path}=${isNumber(each) ? numberKey(each) : JSON.stringify(each ?? null)}`);
    else if (Array.isArray(each)) {
      parts.push(`${path}=[${each.length}]`);
      each.forEach((item, index) => add(item, `${path}/${index}`));
    } else {
      parts.push(`${path}={}`);
      for (const [key, item] of Object.entries(each)) add(item, `${path}/${JSON.stringify(key)}`);
    }
  };
  add(value, "");
  return parts;
}
