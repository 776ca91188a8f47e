import { isContainer } from "./exactNumber.ts";

/** Whether a JSON value is an object. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value);
}

/** The fields of an object out of JSON; none for any other value. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return isFields(value) ? value : {};
}

/** A JSON value that is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
