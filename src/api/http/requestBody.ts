import { ApiError } from "#api/errors.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";

/** A body with a known length. Each `open()` reads it from the start. */
export interface RequestBody {
  contentType: string;
  /** In bytes. */
  length: number;
  open(): Uint8Array | AsyncIterable<Uint8Array>;
}

/** @throws ApiError `invalid` for a value that has no JSON form */
export function jsonBody(value: Readonly<Record<string, unknown>>): RequestBody {
  const bytes = Buffer.from(jsonText(value));
  return { contentType: "application/json", length: bytes.byteLength, open: () => bytes };
}

/** @throws ApiError `invalid` for a value that has no JSON form */
export function jsonText(value: unknown): string {
  let cause: unknown;
  try {
    const text = stringifyJson(value);
    if (text !== undefined) return text;
  } catch (error) {
    cause = error;
  }
  throw new ApiError({ kind: "invalid", message: "The request cannot be written as JSON.", cause });
}
