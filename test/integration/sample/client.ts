import { afterEach, expect } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { type SampleApp, type SampleAppOptions, startSampleApp } from "../../support/sample/testApp.ts";
import { sampleSpeed } from "../../support/sampleSpeed.ts";

const apps: SampleApp[] = [];

/** Starts an app that ends with the test: fast, and without past runs unless asked for. */
export async function startApp(options: SampleAppOptions = {}): Promise<SampleApp> {
  const app = await startSampleApp({ pastRuns: 0, speed: sampleSpeed, ...options });
  apps.push(app);
  return app;
}

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

export function get(app: SampleApp, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${app.accessKey}`);
  return fetch(app.url + path, { ...init, headers });
}

export function post(app: SampleApp, path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  const json = JSON.stringify(body);
  return get(app, path, { method: "POST", body: json, headers: { "content-type": "application/json" }, ...init });
}

export function postForm(app: SampleApp, path: string, form: FormData): Promise<Response> {
  return get(app, path, { method: "POST", body: form });
}

export async function readRun(response: Response): Promise<Run> {
  return ((await response.json()) as { data: Run }).data;
}

/** Waits for something that other connections bring about. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { interval: 5 });
}

/** The documented response to a request with a wrong field. */
export async function expectRefusal(response: Response, field: string): Promise<void> {
  expect(response.status).toBe(400);
  const details = { [field]: expect.any(String) };
  expect(await response.json()).toMatchObject({ error: { code: "bad_request", message: "Bad Request", details } });
}

export async function createInBackground(app: SampleApp, input: Record<string, unknown>): Promise<Run> {
  return readRun(await post(app, "/v1/runs", { input, background: true }));
}

/** The blocks of an SSE response as they arrive: comments start with a colon. */
async function* readBlocks(response: Response): AsyncGenerator<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (text + decoder.decode(chunk, { stream: true })).split("\n\n");
    text = blocks.pop() ?? "";
    yield* blocks;
  }
}

async function* readEvents(response: Response): AsyncGenerator<RunEvent> {
  for await (const block of readBlocks(response)) {
    const data = /^event: \S+\ndata: (.*)$/s.exec(block)?.[1];
    if (data !== undefined) yield JSON.parse(data) as RunEvent;
  }
}

export async function allEvents(response: Response): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of readEvents(response)) events.push(event);
  return events;
}

/** Reads until an event of that type and leaves the stream. */
export async function untilEvent(response: Response, type: string): Promise<RunEvent> {
  for await (const event of readEvents(response)) if (event.type === type) return event;
  throw new Error(`The stream ended without ${type}`);
}
