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
  /** Removes the connection and those that were made since, which the tests that follow would see, and ends the app. */
  close(): Promise<void>;
}

/** The connections that the tests of a file have made, in order. */
const made = new Set<string>();

/** Starts a quick sample app without past runs in this process and makes a connection to it the active one. */
export async function connectApp(options: SampleAppOptions = {}): Promise<ConnectedApp> {
  const api = await activateExtension();
  const app = await startSampleApp({ speed: sampleSpeed, pastRuns: 0, ...options });
  const connectionId = await connect(app.url, app.accessKey);
  const close = async () => {
    await removeMade(connectionId);
    await app.close();
  };
  return { app, connectionId, api, close };
}

/** Removes the connections that the tests of a file have made. @param first without it, all of them */
export async function removeMade(first?: string): Promise<void> {
  const ids = [...made];
  for (const id of ids.slice(first === undefined ? 0 : Math.max(ids.indexOf(first), 0))) await removeConnection(id);
}

/** Notes that a connection is no more, or that one was made by hand. */
export function noteMade(id: string, isThere: boolean): void {
  if (isThere) made.add(id);
  else made.delete(id);
}

/** Removes a connection, as if a person had confirmed it. */
export async function removeConnection(id: string): Promise<void> {
  noteMade(id, false);
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
  noteMade(id, true);
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
