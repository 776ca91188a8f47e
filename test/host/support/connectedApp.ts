import assert from "node:assert/strict";
import type { DynamiqRunsApiV1 } from "#features/publicApi/vscode/publicApi.ts";
import { type SampleApp, type SampleAppOptions, startSampleApp } from "../../support/sample/testApp.ts";
import { sampleSpeed } from "../../support/sampleSpeed.ts";
import { answerDialogs } from "./dialogs.ts";
import { eventually } from "./eventually.ts";
import { activateExtension, call } from "./extension.ts";

export interface ConnectedApp {
  app: SampleApp;
  connectionId: string;
  api: DynamiqRunsApiV1;
  /** Removes the connection, which the extension would watch beside the tests that follow, and ends the app. */
  close(): Promise<void>;
}

/** Starts a quick sample app without past runs in this process and makes a connection to it the active one. */
export async function connectApp(options: SampleAppOptions = {}): Promise<ConnectedApp> {
  const api = await activateExtension();
  const app = await startSampleApp({ speed: sampleSpeed, pastRuns: 0, ...options });
  const connectionId = await connect(app.url, app.accessKey);
  const close = async () => {
    await removeConnection(connectionId);
    await app.close();
  };
  return { app, connectionId, api, close };
}

/** Removes a connection, as if a person had confirmed it. */
export async function removeConnection(id: string): Promise<void> {
  const dialogs = answerDialogs();
  dialogs.choice = "Remove";
  try {
    await call("removeConnection", id);
  } finally {
    dialogs.restore();
  }
}

/** Adds a connection without a question and makes it the active one. @returns its id */
export async function connect(baseUrl: string, accessKey?: string, name = "Host test"): Promise<string> {
  const id = await call<string>("addConnection", { name, baseUrl, accessKey: accessKey || undefined });
  assert.ok(id, "the command gave no id");
  return id;
}

/** Every request that starts, changes or sends something; reads do not count. */
export function writesTo({ requests }: SampleApp): string[] {
  return requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
}

/** Creates a run in the background and waits until it waits. */
export async function waitingRun(
  { api }: Pick<ConnectedApp, "api">,
  input: Record<string, unknown>,
): Promise<{ runId: string; requestId: string }> {
  const { id } = await api.createRun({ input }, { mode: "background" });
  await eventually(async () => assert.equal((await api.getRun(id)).status, "awaiting_input"));
  return { runId: id, requestId: (await api.getRun(id)).input_requests?.[0]?.id ?? "" };
}
