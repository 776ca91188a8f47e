import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import type { RunsApi } from "#api/contract.ts";
import { parseExport } from "#runs/exports/exportFile.ts";
import { type ExportRequest, writeExport } from "#runs/exports/exportWriter.ts";
import { Cover } from "#runs/values/cover.ts";
import type { SampleApp } from "../../../support/sample/testApp.ts";
import { failureOf } from "../../api/clients.ts";
import { startApp } from "../../sample/client.ts";

const nowhere = "00000000-0000-4000-8000-000000000000";

let folder: string;
let app: SampleApp;
let api: RunsClient;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "export-"));
  app = await startApp();
  api = new RunsClient({ baseUrl: app.url, accessKey: app.accessKey });
});

afterEach(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const run = async (input: Record<string, unknown>): Promise<string> =>
  (await api.createRun({ input }, { mode: "wait" })).id;
const target = (): string => join(folder, "runs.json");
const read = async () => parseExport(await readFile(target(), "utf8"), "runs.json");

function request(runs: readonly string[], more: Partial<ExportRequest> = {}): ExportRequest {
  const head = { exportedAt: "2026-11-24T19:48:46.000Z", app: { name: "Triage", host: new URL(app.url).host } };
  const cover = new Cover([app.accessKey]).knownAlone;
  const signal = new AbortController().signal;
  return { path: target(), head, runs, api, cover, signal, ...more };
}

test.each([1, 9, 40])("a key that an app streams in pieces of %i characters isn't exported", async (size) => {
  const id = await run({ a: "one" });
  const text = `The key is ${app.accessKey}, keep it. ${app.accessKey.slice(0, 30)}`;
  const pieces = text.match(new RegExp(`.{1,${size}}`, "g")) ?? [];
  const streamed = pieces.map((delta, index) => ({ ...eventOf(index + 1), data: { node: "n", choices: [{ delta }] } }));
  const pages = [streamed.slice(0, 7), streamed.slice(7)];
  const listEvents: RunsApi["listEvents"] = async (_, { page = 1 } = {}) => ({
    data: pages[page - 1] ?? [],
    pagination: { page, page_size: 200, page_count: pages.length, total_count: streamed.length },
  });
  await writeExport(request([id], { api: withCall("listEvents", listEvents) }));
  const [exported] = (await read()).runs;
  const deltas = exported?.events.map(({ data }) => (data as (typeof streamed)[0]["data"]).choices[0]?.delta ?? "");
  expect(deltas).toHaveLength(pieces.length);
  // What stands before the cover may be the beginning of many words. Of the key itself it has at most four characters.
  const shown = deltas?.join("").replaceAll("•••", "") ?? "";
  expect(shown).toMatch(/^The key is (?:dynamiq_acc_|dynamiq_acc)?[\w]{0,12}, keep it\. [\w]{0,16}$/);
  for (let at = 0; at + 5 <= 64; at++) expect(shown).not.toContain(app.accessKey.slice(12).slice(at, at + 5));
});

function eventOf(sequence: number) {
  return { id: `e${sequence}`, type: "agent.text.delta", sequence, created_at: "2026-11-24T19:48:46.000Z" };
}

test("runs are exported with all pages of their events, in order, and without the key", async () => {
  const [long, short] = [await run({ events: 900 }), await run({ ticket_subject: "Where is my “invoice”? 🧾" })];
  const seen: [number, number][] = [];
  const result = await writeExport(request([long, short], { onProgress: (...progress) => seen.push(progress) }));
  expect(result).toEqual({ exported: [long, short], failed: [] });
  const file = await read();
  expect(file.runs.map(({ run: { id } }) => id)).toEqual([long, short]);
  for (const { run: exported, events } of file.runs) {
    expect(exported).toEqual(await api.getRun(exported.id));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const { data, pagination } = await api.listEvents(exported.id, { page: 1, page_size: 200 });
    expect(events.slice(0, 200)).toEqual(data);
    expect(events).toHaveLength(pagination.total_count);
  }
  expect(file.runs[0]?.events.length).toBeGreaterThan(900);
  const pages = app.requests.filter(({ path }) => path.includes(`${long}/events?`) && path.endsWith("page_size=200"));
  expect(pages.length).toBeGreaterThanOrEqual(5);
  expect(seen.at(-1)?.[0]).toBe(1);
  expect(await readFile(target(), "utf8")).not.toContain(app.accessKey);
  expect(await readdir(folder)).toEqual(["runs.json"]);
});

test("a run that fails, even in the middle, leaves no trace, and the others are exported", async () => {
  const runs = [await run({ a: "one" }), await run({ events: 500 }), await run({ a: "three" })];
  const result = await writeExport(request([nowhere, ...runs], { api: without(runs[1] ?? "", 3) }));
  expect(result.exported).toEqual([runs[0], runs[2]]);
  expect(result.failed.map(({ runId }) => runId)).toEqual([nowhere, runs[1]]);
  expect(result.failed[0]?.error).toMatchObject({ kind: "not-found" });
  expect((await read()).runs.map(({ run: { id } }) => id)).toEqual([runs[0], runs[2]]);
});

test("a canceled export leaves the existing file, and no incomplete one", async () => {
  await writeFile(target(), "the one before");
  const aborter = new AbortController();
  const runs = [await run({ events: 700 })];
  const onProgress = (): void => aborter.abort();
  const error = await failureOf(writeExport(request(runs, { signal: aborter.signal, onProgress })));
  expect(error.kind).toBe("aborted");
  expect(await readdir(folder)).toEqual(["runs.json"]);
  expect(await readFile(target(), "utf8")).toBe("the one before");
});

/** The client, but the app does not know one page of one run's events. */
function without(runId: string, page: number): RunsApi {
  const listEvents: RunsApi["listEvents"] = (id, query, options) =>
    api.listEvents(id === runId && query?.page === page ? nowhere : id, query, options);
  return withCall("listEvents", listEvents);
}

function withCall<K extends keyof RunsApi>(call: K, own: RunsApi[K]): RunsApi {
  return new Proxy<RunsApi>(api, {
    get: (client, name) => {
      if (name === call) return own;
      return (Reflect.get(client, name) as (...args: unknown[]) => unknown).bind(client);
    },
  });
}
