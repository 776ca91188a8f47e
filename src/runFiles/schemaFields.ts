import * as z from "zod";
import { type ExactNumber, isNumber } from "#base/json/exactNumber.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { listed } from "#base/text/listed.ts";

/** In characters. A longer regular expression isn't read. */
const maxPatternLength = 1_000;
const maxCount = 1_000_000;

/*
 * The parts of the schemas of run files and golden files. Each message goes on after the name of its field. The
 * descriptions are those of the JSON schema, in Markdown.
 */

/** A text that may be empty. */
export const stringField = z.string({
  error: ({ input }) => `must be a string, not ${nameOf(input)}. Correct it or remove it.`,
});

export const text = stringField
  .refine((value) => value.trim() !== "", { error: "is empty. Fill it in or remove it.", abort: true })
  .meta({ minLength: 1 });

export const texts = itemsOf("strings", text);

/** A regular expression of JavaScript. */
export const pattern = text
  .refine(({ length }) => length <= maxPatternLength, {
    error: `is longer than ${maxPatternLength} characters. Shorten it, or use "contains".`,
    abort: true,
  })
  .refine(isPattern, "isn't a valid JavaScript regular expression. Correct it. In JSON, write each backslash twice.")
  .meta({ maxLength: maxPatternLength });

export const flag = z.boolean({ error: "must be true or false. Correct it." });

/** A number with the digits of the file. */
export const number = z
  .custom<number | ExactNumber>(isNumber, {
    error: ({ input }) => `must be a number, not ${nameOf(input)}. Correct it.`,
  })
  .meta({ type: "number" });

/** An object with any fields. It isn't copied, because a copy by zod would lose a field named `__proto__`. */
export const record = z
  .custom<Record<string, unknown>>(isFields, {
    error: ({ input }) => `must be an object, not ${nameOf(input)}. Correct it.`,
  })
  .meta({ type: "object" });

/** A whole number. */
export function count(min: number, max = maxCount) {
  return z
    .custom<number>(
      (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
      `must be a whole number from ${min} to ${max}. Correct it.`,
    )
    .meta({ type: "integer", minimum: min, maximum: max });
}

/** A limit that so many are within. */
export function raised(limit: number | undefined, actual: number): number | undefined {
  return limit === undefined ? undefined : Math.max(limit, actual);
}

export function oneOf<const T extends readonly string[]>(values: T) {
  const valid = values.map((each) => JSON.stringify(each)).join(", ");
  return z.enum(values, { error: `must be one of ${valid}. Correct it.` });
}

/** A value that has to be there. @param words what the object around it needs, and how to add it */
export function needed<T>(schema: z.ZodType<T>, words: string) {
  return z.custom((value) => value !== undefined, words).pipe(schema);
}

/** An object with these keys. For another key the message is the list of these: only the reader knows its range. */
export function fields<const T extends z.ZodRawShape>(shape: T) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: ({ code, input }) =>
      code === "unrecognized_keys"
        ? keys.join()
        : `must be an object, not ${nameOf(input)}. Valid keys are ${listed(keys)}.`,
  });
}

/**
 * A check whose key holds an object with at least one of these keys, which is its rule.
 *
 * @param words describe the object
 * @param more keywords of its JSON schema
 */
export function limits<const T extends z.ZodRawShape>(key: string, shape: T, words: string, more: object = {}) {
  const keys = listed(Object.keys(shape));
  const inner = fields(shape)
    .partial()
    .refine((value) => Object.keys(value).length > 0, `needs one of the keys ${keys}. Add one.`)
    .meta({ minProperties: 1, description: words, ...more });
  return fields({ [key]: inner }).transform((check) => check[key] as z.output<typeof inner>);
}

/** A list whose items are read as they say. @param empty what to do about one without items, which is a problem then */
export function itemsOf<T>(what: string, item: z.ZodType<T>, empty?: string) {
  const list = z.array(item, {
    error: ({ input }) => `must be a list of ${what}, not ${nameOf(input)}. Put it in [ and ].`,
  });
  return empty === undefined ? list : list.refine(({ length }) => length > 0, empty);
}

/** A problem of a value that is missing: it is noted at its key, and its message names it. */
export function atKey(message: string) {
  return z.custom<undefined>((value) => value === undefined, { error: message, params: { isAtKey: true } }).optional();
}

/** Notes a problem with two fields at the key of one of them. The message names them. @param lacksKey it needs another */
export function noteAtKey(context: z.RefinementCtx, path: string[], message: string, lacksKey = false): void {
  context.addIssue({ code: "custom", path, message, params: { isAtKey: true, lacksKey } });
}

/** @param value `undefined` for a text with an open variable */
export function nameOf(value: unknown): string {
  if (value === undefined) return "a string";
  if (value === null || typeof value === "boolean") return String(value);
  if (isNumber(value)) return "a number";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source).source !== "";
  } catch {
    return false;
  }
}
