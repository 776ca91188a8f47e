import * as z from "zod";

/** Reads a value that other versions or programs wrote; `undefined` when it doesn't match the schema. */
export function readAs<T>(schema: z.ZodType<T>, stored: unknown): T | undefined {
  return schema.safeParse(stored).data;
}

/** Reads a text in JSON by a schema. The text is never quoted by an error. */
export function readJson<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return readAs(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Reads a list without the items that don't match the schema; empty when it is no list. */
export function readListOf<T>(schema: z.ZodType<T>, stored: unknown): T[] {
  if (!Array.isArray(stored)) return [];
  return stored.map((each) => readAs(schema, each)).filter((each) => each !== undefined);
}

/** A field that is left out when it doesn't match the schema, because the others are still worth reading. */
export function ifReadable<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

/** Checks a value and returns it unchanged. A copy by zod would lose a field named `__proto__`. */
export function unchanged<T>(schema: z.ZodType) {
  return z.custom<T>((value) => schema.safeParse(value).success);
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Leaves out the fields whose value is `undefined`. */
export function withoutUndefined<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
