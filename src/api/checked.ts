import type * as z from "zod";

/** A value that is what a schema says, or the place and the reason why it is not: `data.0.status: expected string, …`. */
export type Checked<T> = { value: T } | { problem: string };

/**
 * Holds a value against a schema that changes nothing. What was read itself is given, not zod's copy: a copy loses a field
 * that is called `__proto__`.
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value);
  return result.success ? { value: value as T } : { problem: firstIssue(result.error) };
}

/** Where and why, without the value. */
function firstIssue({ issues }: z.ZodError): string {
  const issue = issues[0];
  return issue ? `${issue.path.join(".") || "(root)"}: ${issue.message.replace(/^Invalid input: /, "")}` : "unknown";
}
