import { isUuid as isUuidText } from "../../base/uuid.ts";
import type { FieldErrors } from "../http/apiFailure.ts";

export function isUuid(value: unknown): value is string {
  return typeof value === "string" && isUuidText(value);
}

/** Reports every unknown field. */
export function rejectUnknown(names: Iterable<string>, known: readonly string[], errors: FieldErrors): void {
  for (const name of names) if (!known.includes(name)) errors[name] = "is not a known field";
}

/** A string that is absent, null or not blank; reports anything else. */
export function readText(value: unknown, field: string, errors: FieldErrors): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && value.trim() !== "") return value;
  errors[field] = typeof value === "string" ? "cannot be blank" : "must be a string";
  return undefined;
}

export function readUuid(value: unknown, field: string, errors: FieldErrors): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isUuid(value)) return value.toLowerCase();
  errors[field] = "must be a UUID";
  return undefined;
}

export function readFlag(value: unknown, field: string, errors: FieldErrors): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  errors[field] = "must be true or false";
  return false;
}
