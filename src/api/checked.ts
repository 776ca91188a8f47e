import type * as z from "zod";
import { equalDouble, ExactNumber } from "#base/json/exactNumber.ts";

/** A value that matches a schema, or the field and the reason why it doesn't: `data.0.status: expected string, …`. */
export type Checked<T> = { value: T } | { problem: string };

/**
 * Checks a value and returns it itself: zod's copy loses a field named `__proto__`. Its numbers become plain numbers.
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: value as T };
  const plain = result.error.issues.map(({ path }) => makePlain(value, path)).includes(true);
  return plain ? checked(schema, value) : { problem: firstIssue(result.error) };
}

/** Replaces an exact number by a plain one. @returns whether there was one */
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

/** The first issue: its path and its reason, without the value. */
function firstIssue({ issues }: z.ZodError): string {
  const issue = issues[0];
  return issue ? `${issue.path.join(".") || "(root)"}: ${issue.message.replace(/^Invalid input: /, "")}` : "unknown";
}
