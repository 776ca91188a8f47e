import { type ApiError, isApiError } from "#api/errors.ts";
import { explainError } from "#host/errors/explainError.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import type { MakeClient } from "#workbench/core/connections/clientPool.ts";

/** In milliseconds: how long an app may take to respond that it needs a key. */
const responseTimeout = 8_000;

/**
 * Checks without a key whether there is a Dynamiq app at an address. An app that needs a key counts, and so does one
 * that is too busy now.
 *
 * @returns the problem, for a person
 */
export async function tryAddress(
  makeClient: MakeClient,
  baseUrl: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const limit = AbortSignal.timeout(responseTimeout);
  const error = await failureAt(makeClient, baseUrl, undefined, AbortSignal.any([signal, limit]));
  if (error && limit.aborted) return `${new URL(baseUrl).host} didn't respond in time.`;
  return error && addressFailures.includes(error.kind) ? wordsOf(error, baseUrl) : undefined;
}

/** Failures that are about the address and not about the key or a busy app. */
const addressFailures: readonly ApiErrorKind[] = ["network", "timeout", "tls", "not-found", "protocol"];

/** Makes a real request to an app. @returns the problem, for a person; `undefined` when the app responds */
export async function tryConnection(
  makeClient: MakeClient,
  baseUrl: string,
  accessKey: string | undefined,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const error = await failureAt(makeClient, baseUrl, accessKey, signal);
  return error && wordsOf(error, baseUrl);
}

async function failureAt(
  makeClient: MakeClient,
  baseUrl: string,
  accessKey: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ApiError | undefined> {
  const client = await makeClient(baseUrl, accessKey);
  try {
    await client.listRuns({ page_size: 1 }, { signal });
    return undefined;
  } catch (error) {
    if (!isApiError(error)) throw error;
    return error;
  } finally {
    await client.close();
  }
}

function wordsOf(error: ApiError, baseUrl: string): string {
  if (error.kind !== "not-found" && error.kind !== "protocol") return explainError(error).message;
  return `${baseUrl} responds, but not as a Dynamiq app: ${error.message}`;
}
