import { afterEach, beforeEach, expect, test } from "vitest";
import { type Cause, causeTitle } from "../../../../src/runs/failures/causes.ts";
import { FailureCauses } from "../../../../src/runs/failures/failureCauses.ts";
import type { LocalIndex } from "../../../../src/runs/search/localIndex.ts";
import { searchedRuns } from "../../../../src/runs/search/reading/coverageText.ts";
import type { RunsLayout } from "../../../../src/runs/store/filters/runFilter.ts";
import { RunsOutline, storeView } from "../../../../src/runs/store/runsOutline.ts";
import { RunsSession, RunsSessions } from "../../../../src/runs/store/session.ts";
import { type SampleApp, startSampleApp } from "../../../../src/sample/server.ts";
import { InsightsFacts } from "../../../../src/views/insights/insightsFacts.ts";
import { everyRun } from "../../../../src/views/insights/insightsFilter.ts";
import { insightsOf } from "../../../../src/views/insights/insightsView.ts";
import { queryOf } from "../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../support/search/localIndexes.ts";
import { connect } from "../../api/clients.ts";

const layout: RunsLayout = { filter: {}, groupBy: "cause", sortBy: "newest" };
let app: SampleApp;
let indexes: LocalIndexes;
let index: LocalIndex;
let sessions: RunsSessions;
let facts: InsightsFacts;

beforeEach(async () => {
  app = await startSampleApp({ speed: 100_000, pastRuns: 120 });
  const { client } = connect(app.url, { accessKey: app.accessKey });
  const api = () => Promise.resolve(client);
  indexes = new LocalIndexes(api);
  index = indexes.window();
  sessions = new RunsSessions((id) => new RunsSession(id, api, () => 5));
  facts = new InsightsFacts({ sessions, indexOf: (id) => index.factsOf(id), readerOf: (id) => index.readerOf(id) });
});

afterEach(async () => {
  facts.dispose();
  sessions.dispose();
  indexes.dispose();
  await app.close();
});

const counts = (causes: readonly Cause[]): string[] =>
  causes.map((cause) => `${causeTitle(cause)}: ${cause.runs.length}`).toSorted();

async function inInsights(): Promise<string[]> {
  const known = await facts.read("app");
  const source = {
    marks: { isNew: () => false, note: () => undefined },
    filter: everyRun,
    now: Date.now(),
    zone: "UTC",
  };
  const causesOf = (of: Parameters<FailureCauses["ofFacts"]>[0]): Cause[] => new FailureCauses().ofFacts(of);
  return counts(insightsOf({ facts: known.facts, ...source, causesOf }, { range: "all", filter: "" }).causes);
}

/** The groups by cause, with their counts as the rows show them. */
async function inExplorer(): Promise<string[]> {
  const { store } = sessions.get("app");
  store.show(storeView(layout));
  await store.refresh();
  const causes = new FailureCauses();
  causes.learn((await index.factsOf("app")?.facts()) ?? []);
  const outline = (): RunsOutline =>
    new RunsOutline(store, layout, [], 0, { causeOrder: { causes, isNew: () => false } });
  await store.loadAll(outline().wholeList!.query, 1_000);
  const groups = outline()
    .groups()
    .filter(({ by }) => by === "cause");
  return groups.map(({ cause, count, atLeast }) => `${causeTitle(cause!)}: ${count}${atLeast ? "+" : ""}`).toSorted();
}

test("Insights, the groups of the Runs view and the search count the same failed runs", async () => {
  await facts.cover("app", -Infinity);
  const ofList = await inInsights();
  expect(await inExplorer()).toEqual(ofList);
  // The events of the failed runs say which tool failed, so the causes are divided further.
  await facts.readMore("app");
  const whole = await inInsights();
  expect(await inExplorer()).toEqual(whole);
  const failed = whole.reduce((sum, text) => sum + Number(/\d+$/.exec(text)?.[0]), 0);
  expect(failed).toBeGreaterThan(6);
  expect(await index.indexOf("app")?.count(queryOf("status:failed"))).toBe(failed);
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
  await index.readerOf("app")!.start();
  const [later, all] = await searched();
  expect(later).toBe(all);
  expect(later).toBeGreaterThan(100);
});
