import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cellAt } from "#features/insights/page/insightsTable.ts";
import { InsightsFacts } from "#features/insights/vscode/insightsFacts.ts";
import { everyRun } from "#features/insights/vscode/insightsFilter.ts";
import { type Insights, insightsOf } from "#features/insights/vscode/insightsView.ts";
import { searchedRuns } from "#features/search/core/indexTypes.ts";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { type Cause, causeTitle } from "#runs/failures/causes.ts";
import { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import type { RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { RunsOutline, storeView } from "#workbench/explorer/core/runsOutline.ts";
import { extensionFolder } from "../../../../harness/paths.ts";
import { openMcpClient, textOf } from "../../../../support/agentTools/mcpClient.ts";
import { openToolWorld, type ToolWorld } from "../../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { everything, queryOf } from "../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../support/search/localIndexes.ts";
import { connect } from "../../../api/clients.ts";

const layout: RunsLayout = { filter: {}, groupBy: "cause", sortBy: "newest" };
let app: SampleApp;
let indexes: LocalIndexes;
let index: LocalIndex;
let sessions: RunsSessions;
let facts: InsightsFacts;
let tools: ToolWorld;
let commandLine: Client;

beforeEach(async () => {
  app = await startSampleApp({ speed: 100_000, pastRuns: 120 });
  const { client } = connect(app.url, { accessKey: app.accessKey });
  const api = () => Promise.resolve(client);
  indexes = new LocalIndexes(api);
  index = indexes.window();
  sessions = new RunsSessions((id) => new RunsSession(id, api, { pageSize: 5 }));
  facts = new InsightsFacts({ sessions, indexOf: (id) => index.factsOf(id), readerOf: (id) => index.readerOf(id) });
  const local = {
    index: async () => index.indexOf("app"),
    facts: async () => (await index.factsOf("app")?.facts()) ?? [],
    originOf: () => undefined,
  };
  tools = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey, kept: local });
  commandLine = await openMcpClient(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(extensionFolder, "dist/cli.cjs"), "mcp"],
      env: { DYNAMIQ_APP_URL: app.url, DYNAMIQ_ACCESS_KEY: app.accessKey },
    }),
  );
});

afterEach(async () => {
  await commandLine.close();
  await tools[Symbol.asyncDispose]();
  facts.dispose();
  sessions.dispose();
  indexes.dispose();
  await app.close();
});

const counts = (causes: readonly Cause[]): string[] =>
  causes.map((cause) => `${causeTitle(cause)}: ${cause.runs.length}`).toSorted();

async function insights(): Promise<Insights> {
  const known = await facts.read("app");
  const source = {
    marks: { isNew: () => false, note: () => undefined },
    filter: everyRun,
    now: Date.now(),
    zone: "UTC",
  };
  return insightsOf({ facts: known.facts, ...source }, { range: "all", filter: "" });
}

async function inInsights(): Promise<string[]> {
  return counts((await insights()).causes);
}

type CallTool = (name: "listCauses" | "listRuns" | "searchRuns", input: Record<string, unknown>) => Promise<string>;

const inEditor: CallTool = async (name, input) => (await tools.call(name, input)).text;
const onCommandLine: CallTool = async (name, input) => (await textOf(commandLine, name, input)).text;

/** The causes that a tool lists, with their counts. */
async function listedBy(call: CallTool): Promise<string[]> {
  const text = await call("listCauses", {});
  return Array.from(
    text.matchAll(/^- (.*): (\d+) runs?[,;\n]/gm),
    ([, title, count]) => `${title}: ${count}`,
  ).toSorted();
}

/** The groups by cause, with their counts as the rows show them. */
async function inExplorer(): Promise<string[]> {
  const { store } = sessions.get("app");
  store.show(storeView(layout));
  await store.refresh();
  const outline = (): RunsOutline => new RunsOutline(store, layout, [], 0);
  await store.loadAll(outline().wholeList!.query, { maxRuns: 1_000 });
  const groups = outline()
    .groups()
    .filter(({ by }) => by === "cause");
  return groups.map(({ cause, count, atLeast }) => `${causeTitle(cause!)}: ${count}${atLeast ? "+" : ""}`).toSorted();
}

test("Insights, the Runs view, the search, the tools and the command line count the same failed runs", async () => {
  await facts.cover("app", -Infinity);
  const ofList = await inInsights();
  expect(await inExplorer()).toEqual(ofList);
  expect(await listedBy(inEditor)).toEqual(ofList);
  expect(await listedBy(onCommandLine)).toEqual(ofList);
  await facts.load("app", everything);
  const whole = await inInsights();
  expect(whole).toEqual(ofList);
  expect(await inExplorer()).toEqual(ofList);
  expect(await listedBy(inEditor)).toEqual(ofList);
  const failed = whole.reduce((sum, text) => sum + Number(/\d+$/.exec(text)?.[0]), 0);
  expect(failed).toBeGreaterThan(6);
  expect(await index.indexOf("app")?.count(queryOf("status:failed"))).toBe(failed);
  expect(await onCommandLine("listCauses", {})).toContain(` of ${failed} failed runs on `);
});

/** Runs by status, as a page, a view, a search or a tool counts them. */
type ByStatus = Record<(typeof ended)[number], number>;
const ended = ["completed", "failed", "canceled"] as const;

async function byStatus(count: (status: (typeof ended)[number]) => Promise<number>): Promise<ByStatus> {
  const [completed = 0, failed = 0, canceled = 0] = await Promise.all(ended.map(count));
  return { completed, failed, canceled };
}

const foundBy = (call: CallTool, name: "listRuns" | "searchRuns"): Promise<ByStatus> =>
  byStatus(async (status) => {
    const input = name === "listRuns" ? { status, limit: 1 } : { query: `status:${status}`, limit: 1 };
    return Number(/(\d+) (?:matching )?runs? (?:found )?on /.exec(await call(name, input))?.[1]);
  });

test("Insights, the Runs view, the search, the tools and the command line count the same runs by status", async () => {
  await facts.cover("app", -Infinity);
  const { store } = sessions.get("app");
  const byStatusLayout: RunsLayout = { ...layout, groupBy: "status" };
  store.show(storeView(byStatusLayout));
  await store.refresh();
  await index.readerOf("app")!.start(everything);
  const { table } = (await insights()).view.cards.find(({ id }) => id === "runs")!;
  const drawn = await byStatus(async (status) =>
    table.rows.reduce((sum, _, row) => sum + Number(cellAt(table, row, status)), 0),
  );
  expect(Math.min(...Object.values(drawn))).toBeGreaterThan(0);
  const groups = new RunsOutline(store, byStatusLayout, [], 0).groups();
  expect(await byStatus(async (status) => groups.find(({ value }) => value === status)?.count ?? 0)).toEqual(drawn);
  const found = byStatus(async (status) => await index.indexOf("app")!.count(queryOf(`status:${status}`)));
  expect(await found).toEqual(drawn);
  expect(await foundBy(inEditor, "searchRuns")).toEqual(drawn);
  expect(await foundBy(inEditor, "listRuns")).toEqual(drawn);
  expect(await foundBy(onCommandLine, "listRuns")).toEqual(drawn);
});

test("what a search says it has searched is all that can match, while runs go on and after", async () => {
  const { store } = sessions.get("app");
  await store.refresh();
  await index.see("app", store.runs());
  const searched = async () => {
    const [coverage, all] = await Promise.all([
      index.indexOf("app")!.coverage(),
      index.indexOf("app")!.count(queryOf("")),
    ]);
    return [searchedRuns(coverage), all];
  };
  const [said, matching] = await searched();
  expect(said).toBe(matching);
  expect(said).toBe(store.runs().length);
  await index.readerOf("app")!.start(everything);
  const [later, all] = await searched();
  expect(later).toBe(all);
  expect(later).toBeGreaterThan(100);
});
