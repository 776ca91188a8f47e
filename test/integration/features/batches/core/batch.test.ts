import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { type Clock, systemClock } from "#api/http/clock.ts";
import type { Run } from "#api/schemas.ts";
import { type Batch, settleInterrupted } from "#features/batches/core/batch.ts";
import { BatchFolder, type StoredBatch } from "#features/batches/core/batchFolder.ts";
import type { BatchHead, BatchLine } from "#features/batches/core/batchTypes.ts";
import { lookUpLines, readBaseline } from "#features/batches/core/lookUp.ts";
import { sendLines } from "#features/batches/core/sendLines.ts";
import { UnconfirmedCreates } from "#runs/create/unconfirmedCreates.ts";
import { MoodyApp } from "../../../runs/support/moodyApp.ts";

/** A minute lasts 0.3 s: the wait that the app asks for takes that time. */
const quick = 200;
const clock: Clock = {
  now: () => performance.now() * quick,
  elapsed: () => performance.now() * quick,
  random: Math.random,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / quick, signal),
};
const concurrency = 8;
const never = new AbortController().signal;

let path: string;
let claims: UnconfirmedCreates;
let client: RunsClient;
/** What ends the requests that the app lets wait, by their lines. */
let patience: Map<number, AbortController>;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "batch-"));
});

afterEach(async () => {
  await client.close();
  await rm(path, { recursive: true });
});

async function startBatch(app: MoodyApp, count: number): Promise<StoredBatch> {
  client = new RunsClient({ baseUrl: await app.listen() });
  patience = new Map();
  app.onStall = (line) => patience.get(line)?.abort();
  claims = new UnconfirmedCreates({ api: async () => client, known: () => [] });
  const head: BatchHead = {
    id: randomUUID(),
    name: "tickets.jsonl",
    connectionId: "connection",
    origin: "http://127.0.0.1",
    createdAt: Date.now(),
    workspace: "",
    baseline: await readBaseline(client),
  };
  const lines = Array.from({ length: count }, (_, n): BatchLine => ({
    source: `tickets.jsonl:${n + 1}`,
    request: { input: { line: n } },
  }));
  return new BatchFolder(path).create(head, lines);
}

async function send({ request }: BatchLine): Promise<Run> {
  const { input } = request as { input: { line: number } };
  const aborter = new AbortController();
  patience.set(input.line, aborter);
  return client.createRun({ input }, { mode: "background", signal: aborter.signal });
}

/**
 * Every line has ended in one state, which matches what the app did; no line was sent again after it may have been
 * accepted.
 */
function check(batch: Batch, app: MoodyApp): void {
  for (const [n, state] of batch.states.entries()) {
    const runs = app.runsOf(n).map(({ id }) => id);
    const moods = app.moods.get(n) ?? [];
    const told = JSON.stringify({ n, state, runs, moods });
    expect(runs.length, told).toBeLessThanOrEqual(1);
    expect(
      moods.slice(0, -1).every((mood) => mood === "limit" || mood === "busy"),
      told,
    ).toBe(true);
    if (state.kind === "created") expect([state.runId], told).toEqual(runs);
    else
      expect({ runs, ended: state.kind === "failed" || state.kind === "unknown" }, told).toEqual({
        runs: [],
        ended: true,
      });
  }
  expect(batch.runIds.size).toBe(app.runs.length);
}

test("300 lines, 8 at a time, against an app that drops, stalls and refuses at random", async () => {
  await using app = new MoodyApp(20_261_124);
  const { batch, log } = await startBatch(app, 300);
  let underWay = 0;
  let most = 0;
  const counted = async (line: BatchLine): Promise<Run> => {
    most = Math.max(most, ++underWay);
    return send(line).finally(() => underWay--);
  };
  expect(
    await sendLines(batch, { lines: batch.numbers("waiting"), concurrency, send: counted, clock, stop: never }),
  ).toBeUndefined();
  await app.settled();
  await lookUpLines(batch, client, { at: "10:14", claims });
  await log.close();

  check(batch, app);
  expect(most).toBe(concurrency);
  const { counts } = batch;
  expect(counts.created + counts.failed + counts.unknown).toBe(300);
  expect(Math.min(counts.created, counts.failed, counts.unknown, app.unread)).toBeGreaterThan(5);
  const moods = new Set([...app.moods.values()].flat());
  expect(moods.size).toBe(10);
  expect([...app.gatewayAnswers.keys()].toSorted((a, b) => a - b)).toEqual([408, 500, 502, 503, 504]);
  expect((await new BatchFolder(path).outline(batch.head.id))?.states).toEqual(batch.states);
});

test("a batch whose window closes at any moment continues in the next one: nothing lost, nothing twice", async () => {
  await using app = new MoodyApp(7);
  let { batch, log } = await startBatch(app, 150);
  const { id } = batch.head;
  for (const sent of [20, 30, 31]) {
    // From one moment on this window writes and receives nothing, as when its process is killed.
    let [left, dead] = [sent, 0];
    const die = (): Promise<never> => {
      dead++;
      return new Promise(() => undefined);
    };
    const mortal = async (line: BatchLine): Promise<Run> => {
      if (left === 0) return die();
      left--;
      const run = await send(line).catch((error: unknown) => {
        if (left > 0) throw error;
      });
      return left === 0 || run === undefined ? die() : run;
    };
    void sendLines(batch, { lines: batch.numbers("waiting"), concurrency, send: mortal, clock, stop: never });
    await expect.poll(() => dead).toBe(concurrency);
    await app.settled();
    await log.close();

    const next = await new BatchFolder(path).open(id);
    if (!next) throw new Error("The batch is gone.");
    expect(next.batch.counts.sending).toBeGreaterThan(0);
    ({ batch, log } = next);
    await settleInterrupted(batch);
    await lookUpLines(batch, client, { at: "10:14", claims });
    expect(batch.counts.sending).toBe(0);
  }
  expect(
    await sendLines(batch, { lines: batch.numbers("waiting"), concurrency, send, clock, stop: never }),
  ).toBeUndefined();
  await app.settled();
  await lookUpLines(batch, client, { at: "10:15", claims });
  await log.close();
  check(batch, app);
  expect(batch.counts.waiting).toBe(0);
});
