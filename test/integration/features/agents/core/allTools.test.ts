import { afterAll, beforeAll, expect, test } from "vitest";
import { confirmationFor, toolsFor } from "#features/agents/core/callTool.ts";
import { windowTools } from "../../../../support/agentTools/everyTool.ts";
import { cursorIn, openToolWorld, type ToolWorld } from "../../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";

let app: SampleApp;
let world: ToolWorld;

beforeAll(async () => {
  app = await startSampleApp({ speed: 1_000, pastRuns: 120 });
  world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
});

test("connections are listed with name and host, and without keys", async () => {
  const { text } = await world.call("listConnections", {});
  expect(text).toContain(`- name: Support Triage; id: app; host: ${new URL(app.url).host}; active`);
  expect(text).not.toContain(app.accessKey);
});

test("a list of runs continues at its cursor, and names each run once", async () => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const result = await world.call("listRuns", { limit: 40, cursor });
    expect(result.tokens).toBeLessThanOrEqual(4_000);
    ids.push(...Array.from(result.text.matchAll(/- id: (\S+);/g), ([, id = ""]) => id));
    cursor = cursorIn(result);
  } while (cursor !== undefined);
  expect(ids).toHaveLength(120);
  expect(new Set(ids).size).toBe(120);
});

test("a wait ends at the end of the run, and a cancel asks first", async () => {
  const api = await world.session.api();
  const ended = await api.createRun({ input: { ticket_subject: "Late parcel" } }, { mode: "background" });
  expect((await world.call("waitForRun", { runId: ended.id })).text).toContain("has ended");
  const asks = await api.createRun({ input: { ask: "feedback" } }, { mode: "background" });
  const waited = await world.call("waitForRun", { runId: asks.id, seconds: 20 });
  expect(waited.text).toContain("waits for a person's answer");
  expect(waited.text).toMatch(/- requestId: \S+; kind: feedback/);

  world.agrees = false;
  const declined = await world.call("cancelRun", { runId: asks.id });
  expect(declined.isError).toBe(true);
  expect((await api.getRun(asks.id)).status).toBe("awaiting_input");
  expect(world.asked.at(-1)).toMatchObject({ question: "Cancel a run on Support Triage?" });
  expect(world.log.at(-1)).toMatchObject({ tool: "cancelRun", outcome: "declined" });

  world.agrees = true;
  const signal = new AbortController().signal;
  const shown = await confirmationFor("cancelRun", { runId: asks.id }, world.host, signal);
  expect((await world.call("cancelRun", { runId: asks.id })).text).toContain("is canceled");
  expect(world.asked.at(-1)?.fingerprint).toBe(shown?.fingerprint);
  expect((await api.getRun(asks.id)).status).toBe("canceled");
});

test("without effects only the reading tools exist", async () => {
  await using reader = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey, readOnly: true });
  expect((await toolsFor(reader.host)).every(({ hasEffects }) => !hasEffects)).toBe(true);
  expect((await reader.call("waitForRun", { runId: "1" })).text).toContain("only reading is allowed");
});

test("runs can be searched only where they are kept", async () => {
  const tools = (await toolsFor(world.host)).map(({ name }) => name);
  expect(tools).toEqual(windowTools.map(({ name }) => name).filter((name) => name !== "searchRuns"));
});
