import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type SampleApp, type SampleAppOptions, startSampleApp } from "../../support/sample/testApp.ts";
import { sampleSpeed } from "../../support/sampleSpeed.ts";

/** Hands a quick sample app of this process to `use` and ends it. */
export async function withSampleApp(options: SampleAppOptions, use: (app: SampleApp) => Promise<void>): Promise<void> {
  const app = await startSampleApp({ speed: sampleSpeed, pastRuns: 0, ...options });
  try {
    await use(app);
  } finally {
    await app.close();
  }
}

/** A port of this machine where nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Creates a run over the API, as another client of the app does. @param rest such as `user_id`. @returns its id */
export async function createRunElsewhere(
  app: SampleApp,
  input: Record<string, unknown>,
  rest: Record<string, unknown> = {},
): Promise<string> {
  const answer = await fetch(`${app.url}/v1/runs`, {
    method: "POST",
    headers: { authorization: `Bearer ${app.accessKey}`, "content-type": "application/json" },
    body: JSON.stringify({ ...rest, input, background: true }),
  });
  if (!answer.ok) throw new Error(`The sample app answered ${answer.status}: ${await answer.text()}`);
  // Runs that start in the same millisecond have no order.
  await delay(2);
  return ((await answer.json()) as { data: { id: string } }).data.id;
}

/** The stored events of a run, at most a hundred, as the API tells them. */
export async function readEvents(app: SampleApp, runId: string): Promise<unknown[]> {
  const answer = await fetch(`${app.url}/v1/runs/${runId}/events?page_size=100`, {
    headers: { authorization: `Bearer ${app.accessKey}` },
  });
  if (!answer.ok) throw new Error(`The sample app answered ${answer.status}: ${await answer.text()}`);
  const { data, pagination } = (await answer.json()) as { data: unknown[]; pagination: { total_count: number } };
  if (pagination.total_count > data.length) throw new Error(`The run has ${pagination.total_count} events.`);
  return data;
}

/** Approves a run's input request, as another client of the app does, once it asks. */
export async function answerElsewhere(app: SampleApp, runId: string): Promise<void> {
  const headers = { authorization: `Bearer ${app.accessKey}`, "content-type": "application/json" };
  const answer = await fetch(`${app.url}/v1/runs/${runId}`, { headers });
  const { data } = (await answer.json()) as { data: { input_requests?: { id: string }[] } };
  const body = JSON.stringify({ type: "approval", data: { request_id: data.input_requests?.[0]?.id, approved: true } });
  const taken = await fetch(`${app.url}/v1/runs/${runId}/input`, { method: "POST", headers, body });
  if (!taken.ok) throw new Error(`The sample app answered ${taken.status}: ${await taken.text()}`);
}
