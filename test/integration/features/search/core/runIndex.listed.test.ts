import { afterAll, beforeAll, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import type { Run } from "#api/schemas.ts";
import { endSentence } from "#cli/run/followRun.ts";
import { turnView } from "#features/conversations/vscode/turnView.ts";
import type { FoundRun } from "#features/search/core/indexTypes.ts";
import { RunReader } from "#features/search/core/reading/runReader.ts";
import { formatDuration } from "#model/duration.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { conversationCopy } from "#runs/text/runCopy.ts";
import { runLine } from "#runs/text/runLine.ts";
import { Cover } from "#runs/values/cover.ts";
import { runDetails } from "#workbench/explorer/vscode/items/runDetails.ts";
import { many } from "../../../../support/cases.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { everything, indexForTest, type IndexOfTest, queryOf } from "../../../../support/search/indexes.ts";

/** What the list, the search, conversations, copies and the command line say is counted again from the API. */

const turns = 40;
let app: SampleApp;
let api: RunsClient;
let made: IndexOfTest;
let store: RunStore;
/** As the app lists them. */
let listed: Run[];
let found: readonly FoundRun[];

beforeAll(async () => {
  app = await startSampleApp({ speed: 1_000_000, pastRuns: many(300), turns, turnsInOneSecond: true });
  api = new RunsClient({ baseUrl: app.url, accessKey: app.accessKey });
  made = indexForTest();
  listed = await everyRun();
  store = new RunStore({ api: async () => api });
  await store.loadAll({ statuses: [], order: "newest" });
  await new RunReader({ api: async () => api, index: made.index }).start(everything);
  found = (await made.index.search(queryOf(""), { runs: 10_000 })).runs;
});

afterAll(async () => {
  store.dispose();
  made.dispose();
  await api.close();
  await app.close();
});

async function everyRun(parameters = "sort=-started_at"): Promise<Run[]> {
  const headers = { authorization: `Bearer ${app.accessKey}` };
  const all: Run[] = [];
  for (let page = 1; ; page++) {
    const response = await fetch(`${app.url}/v1/runs?${parameters}&page=${page}&page_size=100`, { headers });
    const { data } = (await response.json()) as { data: Run[] };
    all.push(...data);
    if (data.length < 100) return all;
  }
}

const idsOf = (runs: readonly { id: string }[]): string[] => runs.map(({ id }) => id);

test("the list and the search have the runs in the app's order", () => {
  expect(idsOf(store.list({ statuses: [], order: "newest" }).runs)).toEqual(idsOf(listed));
  const started = listed.filter(({ started_at: at }) => at);
  expect(idsOf(found).filter((id) => started.some((run) => run.id === id))).toEqual(idsOf(started));
});

test("a conversation and its copy have its turns in the order in which they were sent", () => {
  const sessions = Map.groupBy(listed, (run) => (run.session_id ? `${run.session_id} ${run.user_id}` : ""));
  sessions.delete("");
  const [own = []] = [...sessions.values()].toSorted((a, b) => b.length - a.length);
  expect(own.length).toBeGreaterThanOrEqual(turns);
  const shown = conversationOf(own);
  expect(idsOf(shown.map(({ run }) => run))).toEqual(idsOf(own.toReversed()));
  const copy = conversationCopy(shown, "the app", { reader: "model", cover: new Cover(), budgetTokens: 100_000 });
  expect([...copy.text.matchAll(/, run ([\w-]+)$/gm)].map(([, id]) => id)).toEqual(idsOf(own.toReversed()));
});

test("each status has as many runs in the list as in the search", async () => {
  for (const [status, runs] of Map.groupBy(listed, (run) => run.status)) {
    const query = { statuses: [status], order: "newest" } as const;
    await store.read(query);
    expect([status, store.list(query).count]).toEqual([status, runs.length]);
    expect([status, await made.index.count(queryOf(`status:${status}`))]).toEqual([status, runs.length]);
  }
});

test("each run took the same time in rows, search, turns, lines for agents and the command line", () => {
  const byId = new Map(found.map((run) => [run.id, run]));
  const ended = listed.filter(({ started_at: started, ended_at: end }) => started && end);
  expect(ended.length).toBeGreaterThan(250);
  for (const run of ended) {
    const ms = Date.parse(run.ended_at!) - Date.parse(run.started_at!);
    const took = formatDuration(ms);
    const [turn] = conversationOf([run]);
    expect(byId.get(run.id)).toMatchObject({
      startedAt: Date.parse(run.started_at!),
      endedAt: Date.parse(run.ended_at!),
    });
    expect(runDetails(run, Date.now()).facts).toContainEqual(["Duration", took]);
    expect(turnView(turn!).facts.split(" · ")).toContain(took);
    expect(runLine(run)).toContain(`took: ${took}`);
    expect(endSentence(run)).toContain(` in ${took}`);
  }
});
