import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunMode } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { CreatedRun, CreateHooks, NewRun } from "#runs/create/newRun.ts";
import type { RunCreator } from "#runs/create/runCreator.ts";
import type { UnknownCreateError } from "#runs/create/unknownCreate.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import { startFaultProxy } from "../../../faults/faultProxy.ts";
import { lostAnswerKinds, lostAnswers } from "../../../faults/lostAnswers.ts";
import { type LossyProxy, openLossyProxy } from "../../../support/network/lossyProxy.ts";
import { newCreator } from "../../../support/newCreator.ts";
import { type SampleApp, startSampleApp } from "../../../support/sample/testApp.ts";
import { sampleSpeed } from "../../../support/sampleSpeed.ts";
import { connect, failureOf, type TestClient } from "../../api/clients.ts";

const modes: RunMode[] = ["stream", "background", "wait"];
const request = { input: { ticket_subject: "Where is it?", n: 1 }, user_id: "customer-7421" };

let app: SampleApp;
let proxy: LossyProxy;
let connection: TestClient;
let session: RunsSession;
let creator: RunCreator;

const create = (app: RunsSession, run: Omit<NewRun, "name">, hooks?: CreateHooks): Promise<CreatedRun> =>
  creator.create(app, { ...run, name: "A run" }, hooks);

beforeEach(async () => {
  app = await startSampleApp({ speed: sampleSpeed, pastRuns: 20 });
  proxy = await openLossyProxy(app.url);
  connection = connect(proxy.url, { accessKey: app.accessKey });
  session = new RunsSession("app", async () => connection.client, { wait: async () => undefined });
  creator = await newCreator();
});

afterEach(async () => {
  session.dispose();
  await connection[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await app.close();
});

describe("a request whose response is lost", () => {
  test.each(modes)("has its run found in the list and followed to its end, in the %s mode", async (mode) => {
    proxy.writes = "after";
    let looked = false;
    const created = await create(session, { request, files: [], mode }, { onLook: () => (looked = true) });
    expect(created).toMatchObject({ runId: app.created[0]?.run_id, lost: expect.any(ApiError) });
    expect(looked).toBe(true);
    expect(await created.finished).toMatchObject({ id: created.runId, status: "completed" });
    expect(session.store.get(created.runId)?.status).toBe("completed");
    expect(app.created).toHaveLength(1);
  });

  test("has a run that differs from earlier and others' runs", async () => {
    const first = await create(session, { request, files: [], mode: "background" });
    await create(session, { request: { ...request, user_id: "customer-1" }, files: [], mode: "background" });
    proxy.writes = "after";
    const lost = await create(session, { request, files: [], mode: "background" });
    expect(lost).toMatchObject({ runId: app.created[2]?.run_id, lost: expect.any(ApiError) });
    expect(lost.runId).not.toBe(first.runId);
    expect(app.created).toHaveLength(3);
  });

  test("stays unknown while the list can't be read", async () => {
    proxy.writes = "after";
    proxy.reads = "before";
    const error = await failureOf(create(session, { request, files: [], mode: "background" }));
    expect(error).toMatchObject({ outcomeUnknown: true, lookUp: { kind: "unread", error: { kind: "network" } } });
    expect(error.message).toMatch(/The list of runs can't be searched: .* The request may or may not have arrived\.$/);
    // Looked for again, as a person or the next window does.
    proxy.reads = "pass";
    const { sent } = error as UnknownCreateError;
    expect(await session.creates.lookFor(sent)).toMatchObject({ kind: "found", run: { id: app.created[0]?.run_id } });
  });
});

test.each([
  ...lostAnswerKinds.map((kind) => [kind, "background"] as const),
  ...(["stream", "wait"] as const).map((mode) => ["504 empty", mode] as const),
])("a gateway that loses the app's response (%s) lets the run be found, in the %s mode", async (kind, mode) => {
  await using gateway = await startFaultProxy({ target: app.url, faultOf: () => lostAnswers[kind] });
  await using way = connect(gateway.url, { accessKey: app.accessKey });
  const behind = new RunsSession("app", async () => way.client, { wait: async () => undefined });
  try {
    const created = await create(behind, { request, files: [], mode });
    expect(created).toMatchObject({ runId: app.created[0]?.run_id, lost: expect.any(ApiError) });
    expect(await created.finished).toMatchObject({ id: created.runId, status: "completed" });
    expect(app.created).toHaveLength(1);
  } finally {
    behind.dispose();
  }
});

test.each(modes)("a request that is lost on its way is reported as not arrived, in the %s mode", async (mode) => {
  proxy.writes = "before";
  const error = await failureOf(create(session, { request, files: [], mode }));
  expect(error).toMatchObject({ outcomeUnknown: true, lookUp: { kind: "none" } });
  expect(error.message).toMatch(/No matching run was found\.$/);
  expect(app.created).toEqual([]);
});

test("a request that the app refuses is not looked for", async () => {
  const error = await failureOf(
    create(session, { request: { ...request, session_id: "none" }, files: [], mode: "wait" }),
  );
  expect(error).toMatchObject({ kind: "invalid", outcomeUnknown: false });
  expect(app.requests.filter(({ method }) => method === "GET")).toEqual([]);
});

describe("a caller that stops", () => {
  test.each([true, false])("after the request has left gets its run on request: %s", async (looksWhenStopped) => {
    const aborter = new AbortController();
    proxy.writes = "hold";
    const creating = create(
      session,
      { request, files: [], mode: "background" },
      { signal: aborter.signal, looksWhenStopped },
    );
    creating.catch(() => undefined);
    await expect.poll(() => app.created.length).toBe(1);
    aborter.abort();
    if (!looksWhenStopped) {
      expect(await failureOf(creating)).toMatchObject({ kind: "aborted", outcomeUnknown: true });
      return;
    }
    expect(await creating).toMatchObject({ runId: app.created[0]?.run_id, lost: expect.any(ApiError) });
  });
});
