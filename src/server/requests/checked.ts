import * as z from "zod";
import { isFields } from "#base/json/fieldsOf.ts";
import { isUuid } from "#base/uuid.ts";
import { badRequest } from "#server/http/apiFailure.ts";

/** A value as a schema reads it. @throws ApiFailure 400 that names each wrong field */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const errors = read.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [key, "is not a known field"])
      : [[issue.path.join("."), issue.message]],
  );
  throw badRequest(Object.fromEntries(errors) as Record<string, string>);
}

/** Absent and null are the same. */
export function optional<T>(schema: z.ZodType<T>) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** An object as it is: what the request brings isn't copied. */
export const objectSchema = z.custom<Record<string, unknown>>(isFields, "must be an object");
export const textSchema = z.string().refine((value) => value.trim() !== "", "cannot be blank");
export const uuidSchema = z
  .string()
  .refine(isUuid, "must be a UUID")
  .transform((id) => id.toLowerCase());
/** A whole number in a query, where all is text. */
export const wholeNumberSchema = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z.string().regex(/^\d+$/, "must be a whole number").transform(Number).pipe(z.number().min(min).max(max));
