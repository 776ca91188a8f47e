import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Emitter } from "#base/emitter.ts";
import type { InsightsView } from "#features/insights/page/insightsViews.ts";
import type { InsightsHostMessage, InsightsPageMessage } from "#features/insights/page/messages.ts";
import type { FilterIndex } from "#features/insights/vscode/insightsFilter.ts";
import { insightsPage } from "#features/insights/vscode/insightsPage.ts";
import { InsightsPanel, type InsightsServices } from "#features/insights/vscode/insightsPanel.ts";
import type { GivenRuns } from "#features/search/vscode/searchResults.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { Cause } from "#runs/failures/causes.ts";
import { type KnownCause, KnownCauses, type SeenCauses } from "#runs/failures/knownCauses.ts";
import { MemoryEntities } from "#storage/memoryEntities.ts";
import { ranAt } from "../../../../support/failures/insightsRuns.ts";
import { FakePanel } from "../../../../support/fakePanel.ts";

/** Noon: around midnight, runs of a few seconds would be of two days. */
const now = Date.UTC(2026, 10, 24, 12);
const error = { type: "Timeout", message: "No answer after 30 s", place: "crm" };
const facts: RunFacts[] = [
  ranAt("good", now - 3_000, 1_000, { user: "lena" }),
  ranAt("bad", now - 2_000, 1_000, { status: "failed", error }),
  ranAt("worse", now - 1_000, 1_000, { status: "failed", error: { ...error, message: "No answer after 60 s" } }),
];

let shown: InsightsPanel;
let panel: FakePanel<InsightsHostMessage, InsightsPageMessage>;
let given: GivenRuns[];
let opened: unknown[];
let covered: number[];
let loaded: unknown[];
let pauses: number;
let index: FilterIndex;
let known: KnownCauses;

beforeEach(() => {
  vi.setSystemTime(now);
  [given, opened, covered, loaded, pauses] = [[], [], [], [], 0];
  index = { ids: async () => ["bad"], values: async () => [] };
  panel = new FakePanel();
  known = new KnownCauses({ known: new MemoryEntities<KnownCause>(), seen: new MemoryEntities<SeenCauses>() });
  const services = {
    facts: {
      read: async () => ({ facts, since: -Infinity, total: 90, isReading: false, loading: { kind: "idle" } }),
      load: async (_: string, range: unknown) => void loaded.push(range),
      cover: async (_: string, until: number) => void covered.push(until),
      pause: () => void pauses++,
      filterIndex: () => index,
      onDidChange: new Emitter<never>().event,
    },
    known,
    appOf: () => ({ name: "Support Triage", isProduction: false }),
    showRuns: (runs: GivenRuns) => given.push(runs),
    openConversation: (of: unknown) => opened.push(of),
    causeActs: (_: string, { id }: Cause) => [{ id: "keep", name: `Keep ${id}`, icon: "export" }],
    runCauseAct: (...acted: unknown[]) => opened.push(acted),
    askFilter: async (text: string) => `${text} user:anna`,
  };
  shown = new InsightsPanel(
    panel.shows(insightsPage, { connectionId: "app" }),
    services as unknown as InsightsServices,
  );
});

afterEach(() => {
  shown.dispose();
  vi.useRealTimers();
});

async function lastView(): Promise<InsightsView> {
  const views = () => panel.posted.filter((message) => message.type === "view");
  await expect.poll(() => views().length).toBeGreaterThan(0);
  return views().at(-1)!.view;
}

/** Loads the page, and gives its first view. */
const load = (): Promise<InsightsView> => (panel.send({ type: "ready", zone: "UTC" }), lastView());

const idsOf = ({ runs }: GivenRuns): string[] => runs.map(({ id }) => id).toSorted();

test("a point, a value and a cause lead to exactly their runs, with what they are and the coverage", async () => {
  const { cards, causes } = await load();
  expect(panel.title).toBe("Insights: Support Triage");
  const { points } = cards[0]!;
  const row = points.length - 1;
  panel.send({ type: "showRuns", card: "runs", row });
  panel.send({ type: "showRuns", card: "runs", row, column: "failed" });
  panel.send({ type: "cause", action: "showRuns", id: causes[0]!.id });
  const day = points[row]!.spoken;
  expect(given.map((each) => [each.title, idsOf(each)])).toEqual([
    [`Runs per Day: ${day}`, ["bad", "good", "worse"]],
    [`Runs per Day: ${day}, Failed`, ["bad", "worse"]],
    ["Timeout in crm", ["bad", "worse"]],
  ]);
  for (const each of given) expect(each).toMatchObject({ connectionId: "app", coverage: { indexed: 3 } });
});

test("a cause comes with what other features do with it, and they get the cause", async () => {
  const [cause] = (await load()).causes;
  expect(cause?.acts).toEqual([{ id: "keep", name: `Keep ${cause?.id}`, icon: "export" }]);
  panel.send({ type: "causeAct", act: "keep", id: cause!.id });
  panel.send({ type: "causeAct", act: "keep", id: "of no cause" });
  expect(opened).toMatchObject([["keep", "app", { id: cause!.id }]]);
});

test("figures of an earlier filter never replace those of a later one", async () => {
  const answers: ((ids: string[]) => void)[] = [];
  index = { ...index, ids: () => new Promise((resolve) => answers.push(resolve)) };
  panel.send({ type: "ready", zone: "UTC", choice: { range: "14d", filter: "words" } });
  await expect.poll(() => answers).toHaveLength(1);
  panel.send({ type: "choose", choice: { range: "14d", filter: "status:failed" } });
  expect(await lastView()).toMatchObject({ filter: "status:failed", runs: 2 });
  answers[0]!(["good"]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await lastView()).toMatchObject({ filter: "status:failed", runs: 2 });
});

test("the input of searches goes on with what was typed, and its answer is the filter", async () => {
  panel.send({ type: "ready", zone: "UTC" });
  await lastView();
  panel.send({ type: "completeFilter", text: "status:failed" });
  await expect.poll(async () => (await lastView()).filter).toBe("status:failed user:anna");
});

test("the steps of the chosen range are loaded when a person asks, and never before", async () => {
  panel.send({ type: "ready", zone: "UTC", choice: { range: "all", filter: "" } });
  await lastView();
  expect(loaded).toEqual([]);
  panel.send({ type: "load" });
  expect(loaded).toEqual([{ range: "all", since: -Infinity }]);
});

test("nothing is read while it is hidden, and the reading goes on when it is shown again", async () => {
  panel.send({ type: "ready", zone: "UTC" });
  await expect.poll(() => covered.length).toBe(1);
  panel.show(false);
  expect(pauses).toBe(1);
  panel.show(true);
  panel.send({ type: "ready", zone: "UTC" });
  await expect.poll(() => covered.length).toBe(2);
  expect(pauses).toBe(1);
});
