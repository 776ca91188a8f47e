import { RunsClient, type RunsClientSettings } from "#api/client.ts";
import type { RunEventStream } from "#api/contract.ts";
import { type ApiError, isApiError } from "#api/errors.ts";
import type { RunEvent } from "#api/schemas.ts";
import { type FakeClock, fakeClock } from "../../support/fakeClock.ts";
import { accessKey } from "./servers.ts";

export interface TestClient extends AsyncDisposable {
  client: RunsClient;
  clock: FakeClock;
}

/** A client with a key whose waits take no time. */
export function connect(baseUrl: string, settings: Partial<RunsClientSettings> = {}): TestClient {
  const clock = fakeClock();
  const client = new RunsClient({ baseUrl, accessKey, clock, ...settings });
  return { client, clock, [Symbol.asyncDispose]: () => client.close() };
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  let value: unknown;
  try {
    value = await call;
  } catch (error) {
    if (isApiError(error)) return error;
    throw error;
  }
  throw new Error(`The call succeeded: ${JSON.stringify(value)}`);
}

/** All events of a stream. */
export async function collect(stream: RunEventStream): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const batch of stream) all.push(...batch);
  return all;
}
