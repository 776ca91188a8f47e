import { isApiError } from "../api/errors.ts";
import type { MakeClient } from "../connections/clientPool.ts";
import { explainError } from "../host/explainError.ts";

/** Makes a real call to an app. @returns what is wrong, for a person; `undefined` when the app answers. */
export async function tryConnection(
  makeClient: MakeClient,
  baseUrl: string,
  accessKey: string | undefined,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const client = await makeClient(baseUrl, accessKey);
  try {
    await client.listRuns({ page_size: 1 }, { signal });
    return undefined;
  } catch (error) {
    if (!isApiError(error)) throw error;
    if (error.kind === "not-found" || error.kind === "protocol") {
      return `${baseUrl} answers, but not as a Dynamiq app does: ${error.message}`;
    }
    return explainError(error).message;
  } finally {
    await client.close();
  }
}
