import { afterEach, beforeEach, expect, test } from "vitest";
import { InsightsFacts } from "#features/insights/vscode/insightsFacts.ts";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
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
