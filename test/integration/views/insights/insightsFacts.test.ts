import { afterEach, beforeEach, expect, test } from "vitest";
import type { LocalIndex } from "../../../../src/runs/search/localIndex.ts";
import { RunsSession, RunsSessions } from "../../../../src/runs/store/session.ts";
import { type SampleApp, startSampleApp } from "../../../../src/sample/server.ts";
import { InsightsFacts } from "../../../../src/views/insights/insightsFacts.ts";
import { LocalIndexes } from "../../../support/search/localIndexes.ts";
import { connect } from "../../api/clients.ts";

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
  sessions = new RunsSessions((id) => new RunsSession(id, api, () => pageSize));
  const readerOf = (id: string) => index.readerOf(id);
  facts = new InsightsFacts({ sessions, indexOf: (id) => index.factsOf(id), readerOf });
});

afterEach(async () => {
  facts.dispose();
  sessions.dispose();
  indexes.dispose();
  await app.close();
});

test("reading more runs reads all of them with their tools into the index", async () => {
  const states: boolean[] = [];
  facts.onDidChange((id) => void facts.read(id).then(({ isIndexing }) => states.push(isIndexing)));
  await facts.cover("app", -Infinity);
  await facts.readMore("app");
  const known = await facts.read("app");
  const ended = app.requests.filter(({ path }) => /^\/v1\/runs\/[^/]+\/events/.test(path)).length;
  expect(ended).toBeGreaterThan(20);
  expect(known.facts.length).toBeGreaterThanOrEqual(ended);
  expect(known.facts.some(({ tools }) => tools.length > 0)).toBe(true);
  expect(known).toMatchObject({ isReading: false, isIndexing: false, since: -Infinity });
  expect(states).toContain(true);
});

test("a reading that was stopped keeps what it read, and can go on", async () => {
  await facts.cover("app", -Infinity);
  const reading = facts.readMore("app");
  await facts.stopReading("app");
  await reading;
  expect((await facts.read("app")).isIndexing).toBe(false);
  await facts.readMore("app");
  expect((await facts.read("app")).facts.some(({ tools }) => tools.length > 0)).toBe(true);
});

test("without an index, all runs of the list are known, and nothing more can be read", async () => {
  indexes.isOn = false;
  expect((await facts.read("app")).facts).toEqual([]);
  await facts.cover("app", -Infinity);
  const known = await facts.read("app");
  expect(known.facts.length).toBe(known.coverage.total);
  expect(known).toMatchObject({ hasMore: false, isReading: false });
});
