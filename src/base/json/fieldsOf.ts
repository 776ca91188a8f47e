import { isContainer } from "./exactNumber.ts";

/** The fields of an object out of JSON; none for any other value. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
