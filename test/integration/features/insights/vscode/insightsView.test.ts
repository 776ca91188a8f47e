import { afterEach, expect, test } from "vitest";
import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { InsightsFacts } from "#features/insights/vscode/insightsFacts.ts";
import { everyRun } from "#features/insights/vscode/insightsFilter.ts";
import { type Insights, insightsOf } from "#features/insights/vscode/insightsView.ts";
import type { TimeRange } from "#model/timeRanges.ts";
import { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import { many } from "../../../../support/cases.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { connect } from "../../../api/clients.ts";

/** Each figure is counted again from what the API lists, by code of this file alone. */

const day = 24 * 3_600_000;
/** So many runs one choice reads at most. */
const readAtOnce = 18_000;
let app: SampleApp;
let sessions: RunsSessions;
let facts: InsightsFacts;

afterEach(async () => {
  facts.dispose();
  sessions.dispose();
  await app.close();
});

async function open(pastRuns: number) {
  app = await startSampleApp({ speed: 100_000, pastRuns });
  const { client } = connect(app.url, { accessKey: app.accessKey });
  const api = () => Promise.resolve(client);
  sessions = new RunsSessions((id) => new RunsSession(id, api));
  facts = new InsightsFacts({ sessions });
  const { store } = sessions.get("app");
  // The lists by status reach back further for some statuses than for others.
  await store.refresh();
  return { store, client };
}

/** All runs, as the app lists them now. */
async function listed(): Promise<Run[]> {
  const all: Run[] = [];
  for (let page = 1; ; page++) {
    const response = await fetch(`${app.url}/v1/runs?page=${page}&page_size=200`, {
      headers: { authorization: `Bearer ${app.accessKey}` },
    });
    const { data } = (await response.json()) as { data: Run[] };
    all.push(...data);
    if (data.length < 200) return all;
  }
}

async function shown(range: TimeRange, now: number): Promise<Insights & { since: number }> {
  const { facts: known, since } = await facts.read("app");
  const marks = { isNew: () => false, note: () => undefined };
  const source = { facts: known, since, marks, filter: everyRun, now, zone: "UTC" };
  return { ...insightsOf(source, { range, filter: "" }), since };
}

const inWords = (count: number): string => count.toLocaleString("en-US");

const beganAt = (run: Run): number => Date.parse(run.started_at ?? String(run["created_at"]));

/** The figures of a page over days, against the runs of the API. @returns how many days it shows */
function recount({ view }: Insights, runs: readonly Run[], now: number): number {
  const { rows } = view.cards.find(({ id }) => id === "runs")!.table;
  const today = Math.floor(now / day) * day;
  const inDay = (row: number) => {
    const from = today - (rows.length - 1 - row) * day;
    return runs.filter((run) => beganAt(run) >= from && beganAt(run) < from + day);
  };
  const counted = rows.map((_, row) => {
    const of = inDay(row);
    const count = (...statuses: string[]) => of.filter(({ status }) => statuses.includes(status)).length;
    const [completed, canceled, failed] = [count("completed"), count("canceled"), count("failed")];
    return [completed, canceled, of.length - completed - canceled - failed, failed, of.length];
  });
  expect(rows.map((row) => row.slice(1))).toEqual(counted);
  const all = rows.flatMap((_, row) => inDay(row));
  const failed = all.filter(({ status }) => status === "failed").length;
  const completed = all.filter(({ status }) => status === "completed").length;
  expect(view.stats[0]?.value).toBe(inWords(all.length));
  expect(view.stats[1]?.detail.split(",")[0]).toBe(`${inWords(failed)} failed`);
  if (completed > 0 && failed > 0) {
    const percent = Number(view.stats[1]?.value.replace(" %", ""));
    expect(percent).toBeCloseTo((100 * completed) / (completed + failed), 1);
  }
  expect(view.causes.reduce((sum, cause) => sum + cause.runs, 0)).toBe(failed);
  return rows.length;
}

test.each([many(320)])(
  "with %i runs, each figure is exact for the days that are shown, at first and after",
  async (n) => {
    await open(n);
    const now = Date.now();
    // Lists of this window say nothing about a day: nothing is drawn from them.
    const first = await shown("14d", now);
    expect(first.view).toMatchObject({ runs: 0, shownSince: "" });
    const states: Promise<Insights & { since: number }>[] = [];
    facts.onDidChange(() => states.push(shown("all", now)));
    await facts.cover("app", Math.floor(now / day) * day - 13 * day);
    const runs = await listed();
    const whole = await shown("14d", now);
    expect(whole.view.shownSince).toBeUndefined();
    expect(recount(whole, runs, now)).toBe(14);
    for (let reads = 0; reads < Math.ceil(n / readAtOnce) + 1; reads++) await facts.cover("app", -Infinity);
    const all = await shown("all", now);
    expect(all.view.shownSince).toBeUndefined();
    expect(all.view.stats[0]?.value).toBe(inWords(runs.length));
    expect(all.view.stats[1]?.detail.split(",")[0]).toBe(
      `${inWords(runs.filter(({ status }) => status === "failed").length)} failed`,
    );
    // What was shown meanwhile ends where the reading had come to.
    for (const state of await Promise.all(states)) {
      const from = state.since;
      const known = runs.filter((run) => !(beganAt(run) < from));
      const ids = new Set(known.map(({ id }) => id));
      expect(state.runs.filter(({ id }) => !ids.has(id))).toEqual([]);
      // Nor does a run of the days that are shown lack.
      const first = Math.min(...state.runs.map((run) => run.startedAt ?? Infinity));
      const shownDays = runs.filter((run) => beganAt(run) >= Math.ceil(first / day) * day);
      const shownIds = new Set(state.runs.map(({ id }) => id));
      expect(shownDays.filter(({ id }) => !shownIds.has(id))).toEqual([]);
    }
  },
);

test("where the app refuses, the figures end, and go on from there", async () => {
  const { client } = await open(700);
  const now = Date.now();
  const until = Math.floor(now / day) * day - 29 * day;
  let refuse = false;
  const listRuns: RunsApi["listRuns"] = (...asked) =>
    refuse ? Promise.reject(new Error("refused")) : client.listRuns(...asked);
  const getRun: RunsApi["getRun"] = (...asked) => client.getRun(...asked);
  const api = { listRuns, getRun } as unknown as RunsApi;
  facts.dispose();
  sessions.dispose();
  sessions = new RunsSessions((id) => new RunsSession(id, () => Promise.resolve(api)));
  facts = new InsightsFacts({ sessions });
  const stop = facts.onDidChange(() => (refuse = true));
  await facts.cover("app", until);
  stop.dispose();
  const runs = await listed();
  const cut = await shown("30d", now);
  expect((await facts.read("app")).error).toBeDefined();
  expect(cut.view.shownSince).toMatch(/^since /);
  expect(recount(cut, runs, now)).toBeLessThan(30);
  refuse = false;
  await facts.cover("app", until);
  expect((await facts.read("app")).error).toBeUndefined();
  expect(recount(await shown("30d", now), runs, now)).toBe(30);
});

test.each([many(450)])("with %i runs, those that start and end meanwhile are counted once one is known", async (n) => {
  const { store, client } = await open(n);
  const now = Date.now();
  const start = Math.floor(now / day) * day - 13 * day;
  let created = 0;
  facts.onDidChange(() => {
    if (created++ < 3) void client.createRun({ input: { title: `New ${created}` } }, { mode: "wait" });
  });
  await facts.cover("app", start);
  await expect.poll(() => app.created.length).toBeGreaterThan(0);
  await client.createRun({ input: { title: "Fails", fail: true } }, { mode: "wait" });
  await store.refresh();
  await expect
    .poll(async () => {
      const later = Date.now();
      const [state, runs] = [await shown("14d", later), await listed()];
      return state.view.stats[0]?.value === runs.filter((run) => beganAt(run) >= start).length.toLocaleString("en-US");
    })
    .toBe(true);
  recount(await shown("14d", now), await listed(), now);
});
