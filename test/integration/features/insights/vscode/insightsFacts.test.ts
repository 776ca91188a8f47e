import { afterEach, beforeEach, expect, test } from "vitest";
import { InsightsFacts } from "../../../../../src/features/insights/vscode/insightsFacts.ts";
import type { LocalIndex } from "../../../../../src/features/search/core/localIndex.ts";
import { RunsSession, RunsSessions } from "../../../../../src/runs/store/session.ts";
import { Cover } from "../../../../../src/runs/values/cover.ts";
import { type SampleApp, startSampleApp } from "../../../../../src/sample/server.ts";
import { everything } from "../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../support/search/localIndexes.ts";
import { connect } from "../../../api/clients.ts";

const pastRuns = 40;
const pageSize = 10;
let app: SampleApp;
let indexes: LocalIndexes;
let index: LocalIndex;
let sessions: RunsSessions;
let facts: InsightsFacts;

beforeEach(async () => {
  app = await startSampleApp({ speed: 100_000, pastRuns });
  const { client } = connect(app.url, { accessKey: app.accessKey });
  const api = () => Promise.resolve(client);
  indexes = new LocalIndexes(api);
  index = indexes.window();
  sessions = new RunsSessions((id) => new RunsSession(id, api, { pageSize }));
  const readerOf = (id: string) => index.readerOf(id);
  facts = new InsightsFacts({ sessions, indexOf: (id) => index.factsOf(id), readerOf });
});

afterEach(async () => {
  facts.dispose();
  sessions.dispose();
  indexes.dispose();
  await app.close();
});

test("a loading that was canceled keeps what it read, and goes on when it is asked for again", async () => {
  await facts.cover("app", -Infinity);
  const loading = facts.load("app", everything);
  await facts.cancel("app");
  await loading;
  expect((await facts.read("app")).loading).toEqual({ kind: "idle" });
  await facts.load("app", everything);
  expect((await facts.read("app")).facts.some(({ tools }) => tools.length > 0)).toBe(true);
});

test("without an index, all runs of the list are known, and nothing more can be read", async () => {
  indexes.isOn = false;
  expect((await facts.read("app")).facts).toEqual([]);
  await facts.cover("app", -Infinity);
  const known = await facts.read("app");
  expect(known.facts.length).toBe(known.total);
  expect(known).toMatchObject({ loading: undefined, isReading: false });
});

test("a key in an error is covered, also where only the list knows the run", async () => {
  indexes.isOn = false;
  await facts.cover("app", -Infinity);
  const messageOf = async (of: InsightsFacts): Promise<string> =>
    (await of.read("app")).facts.find(({ error }) => error)?.error?.message ?? "";
  const message = await messageOf(facts);
  const key = message.slice(0, 20);
  expect(key).toHaveLength(20);
  facts.dispose();
  facts = new InsightsFacts({ sessions, cover: async () => new Cover([key]) });
  await facts.cover("app", -Infinity);
  expect(await messageOf(facts)).not.toContain(key);
});

test("runs that a golden test started are marked, whether or not the index has them", async () => {
  await facts.cover("app", -Infinity);
  const id = (await facts.read("app")).facts[0]?.id ?? "";
  const { api } = sessions.get("app");
  sessions.dispose();
  const origins = () => (runId: string) => (runId === id ? ("test" as const) : undefined);
  sessions = new RunsSessions((app1) => new RunsSession(app1, api, { pageSize, origins }));
  facts.dispose();
  for (const indexOf of [() => undefined, (app1: string) => index.factsOf(app1)]) {
    facts = new InsightsFacts({ sessions, indexOf });
    await facts.cover("app", -Infinity);
    const marked = (await facts.read("app")).facts.filter(({ from }) => from !== undefined);
    expect(marked.map((run) => [run.id, run.from])).toEqual([[id, "test"]]);
    facts.dispose();
  }
});
