import type * as z from "zod";
import { TooMuchJsonError, parseJson } from "#base/json/parseJson.ts";
import { type Checked, checked } from "./checked.ts";
import { ApiError } from "./errors.ts";
import type { HttpResponse } from "./http/httpResponse.ts";

/** What a body has to match: a schema, or a function that checks the value. */
export type Expected<T> = z.ZodType<T> | ((value: unknown) => Checked<T>);

/** Runs with large outputs reach tens of megabytes. Reading much more would exhaust the process's memory. */
const maxResponseLength = 256 * 1024 * 1024;

/** Reads a body and checks it. @throws ApiError `protocol` with the first wrong field; or a broken connection */
export async function readJson<T>(response: HttpResponse, expected: Expected<T>): Promise<T> {
  const text = await response.text(maxResponseLength);
  if (text === undefined) throw unexpected(response, `is longer than ${maxResponseLength / 1024 / 1024} MiB`);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    // The parser's own error quotes the body.
    throw unexpected(response, error instanceof TooMuchJsonError ? error.message : notJson(response, text));
  }
  const result = typeof expected === "function" ? expected(value) : checked(expected, value);
  if ("value" in result) return result.value;
  throw unexpected(response, `doesn't match the Runs API: ${result.problem}`);
}

/** Describes a body that isn't JSON, so that a person finds out who sent it. The body itself is not repeated. */
function notJson(response: HttpResponse, text: string): string {
  const encoding = response.header("content-encoding");
  if (encoding && encoding !== "identity") return `is compressed (${word(encoding)}), which wasn't requested`;
  if (text === "") return "is empty";
  if (/^\s*</.test(text))
    return "is a web page: the address may be wrong, or a proxy or sign-in page responded instead of the app";
  return "isn't JSON";
}

/** A header's value if it is one plain word. */
function word(value: string): string {
  return /^[\w.+/-]{1,40}$/.exec(value)?.[0] ?? "with an unknown encoding";
}

function unexpected(response: HttpResponse, what: string): ApiError {
  const message = `The response to ${response.request} ${what}.`;
  return new ApiError({ kind: "protocol", message, status: response.status });
}
