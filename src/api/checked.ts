import type * as z from "zod";
import { equalDouble, ExactNumber } from "../base/json/exactNumber.ts";

/**
 * A value that is what a schema says, or the place and the reason why it is not: `data.0.status: expected string, …`.
 */
export type Checked<T> = { value: T } | { problem: string };

/**
 * Holds a value against a schema that changes nothing. What was read itself is given, not zod's copy: a copy loses a
 * field that is called `__proto__`. Numbers that the schema knows become plain ones, however they were written.
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: value as T };
  const plain = result.error.issues.map(({ path }) => makePlain(value, path)).includes(true);
  return plain ? checked(schema, value) : { problem: firstIssue(result.error) };
}

/** Puts a plain number in the place of an exact one. @returns whether there was one */
function makePlain(root: unknown, path: readonly PropertyKey[]): boolean {
  const key = path.at(-1);
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], root);
  const fields = parent as Record<PropertyKey, unknown>;
  const exact = key === undefined ? undefined : fields[key];
  const double = exact instanceof ExactNumber ? equalDouble(exact) : undefined;
  if (key === undefined || double === undefined) return false;
  fields[key] = double;
  return true;
}

/** Where and why, without the value. */
function firstIssue({ issues }: z.ZodError): string {
  const issue = issues[0];
  return issue ? `${issue.path.join(".") || "(root)"}: ${issue.message.replace(/^Invalid input: /, "")}` : "unknown";
}
