import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { startAppWith } from "../../../../../support/agentTools/hostileApp.ts";
import { openToolWorld, type ToolWorld } from "../../../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../../support/sample/testApp.ts";
import { everything } from "../../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../../support/search/localIndexes.ts";

let app: SampleApp;
let world: ToolWorld;
let indexes: LocalIndexes;
let index: LocalIndex;
/** The runs that a golden test started. */
const tests = new Set<string>();

beforeAll(async () => {
  app = await startSampleApp({ speed: 100_000, pastRuns: 80 });
  indexes = new LocalIndexes(() => world.session.api());
  index = indexes.window();
  const local = {
    index: async () => index.indexOf("app"),
    facts: async () => (await index.factsOf("app")?.facts()) ?? [],
    originOf: (id: string) => (tests.has(id) ? ("test" as const) : undefined),
  };
  world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey, kept: local });
  await index.readerOf("app")!.start(everything);
});

afterAll(async () => {
  indexes.dispose();
  await world[Symbol.asyncDispose]();
  await app.close();
});

async function failedIds(): Promise<string[]> {
  const api = await world.session.api();
  const { data } = await api.listRuns({ status: ["failed"], page: 1, page_size: 200 });
  return data.map(({ id }) => id);
}

test("failed runs are grouped by cause, with as many runs as the app has, and those of tests are left out", async () => {
  const ids = await failedIds();
  const counted = (text: string): number =>
    Array.from(text.matchAll(/^- .*: (\d+) runs?,/gm), ([, count]) => Number(count)).reduce((a, b) => a + b, 0);
  const { text } = await world.call("listCauses", {});
  expect(text).toMatch(new RegExp(`^Found: \\d+ causes? of ${ids.length} failed runs on Support Triage`));
  expect(counted(text)).toBe(ids.length);
  expect(text).toMatch(/\n {2}newest runs: \S+/);
  tests.add(ids[0]!);
  const without = (await world.call("listCauses", {})).text;
  expect(without).toContain("Left out: 1 run that golden tests, batches, forks or AI agents started.");
  expect(counted(without)).toBe(ids.length - 1);
  tests.clear();
  expect((await world.call("listCauses", { days: 1 })).isError).toBe(false);
});

test("a short id that several runs have is refused, with all of them, before anything is sent", async () => {
  const [first, second] = ["dd0fd260-0000-4000-8000-000000000001", "dd0fd260-0000-4000-8000-000000000002"];
  const run = { status: "started", input: {} };
  const doubled = await startAppWith({
    runs: [
      { id: first, ...run },
      { id: second, ...run },
    ],
    events: {},
  });
  const local = { index: async () => undefined, facts: async () => [], originOf: () => undefined };
  const other = await openToolWorld({ baseUrl: doubled.url, accessKey: "key", kept: local });
  const refused = await other.call("cancelRun", { runId: "dd0fd260" });
  expect(refused).toMatchObject({ isError: true });
  for (const id of [first, second]) expect(refused.text).toContain(id);
  expect(other.asked).toEqual([]);
  const unindexed = await other.call("searchRuns", { query: "x" });
  expect(unindexed.text).toContain("Use listRuns instead.");
  await other[Symbol.asyncDispose]();
  await doubled[Symbol.asyncDispose]();
});

test("an event has the number that the app sent, also where two have the same, and a mocked failure is no cause", async () => {
  const event = (id: string, sequence: number, type: string, data: object) => ({ id, type, sequence, data });
  const pieces = (word: string) => ({ object: "answer", delta: `${word} zanzibar` });
  const events = [
    event("a", 1, "run.started", { id: "twice" }),
    event("b", 2, "run.paused", { id: "twice" }),
    event("c", 2, "run.resumed", { id: "twice" }),
    event("d", 3, "custom.note", { text: "the only zanzibar" }),
    event("e", 3, "custom.note", { text: "the other zanzibar" }),
    event("f", 4, "agent.output.delta", pieces("last")),
  ];
  const run = { id: "twice", status: "completed", started_at: "2026-11-20T10:00:00Z", input: "x", output: "y" };
  const made = { name: "pay", error_message: "[MOCKED] Declined" };
  const mocked = { ...run, id: "mock", status: "failed", output: null, error: { failed_nodes: [made] } };
  await using repeated = await startAppWith({ runs: [run, mocked], events: { twice: events } });
  const kept = new LocalIndexes(() => own.session.api());
  const window = kept.window();
  const local = {
    index: async () => window.indexOf("app"),
    facts: async () => [],
    originOf: () => undefined,
  };
  await using own = await openToolWorld({ baseUrl: repeated.url, accessKey: "k", kept: local });
  await window.readerOf("app")!.start(everything);
  const { text } = await own.call("searchRuns", { query: "zanzibar" });
  expect(text.match(/event [\d.]+,/g)).toEqual(["event 3,", "event 3,", "event 4,"]);
  const whole = (await own.call("readEvents", { runId: "twice", sequence: 3 })).text;
  expect(whole).toContain("All 2 events with this sequence, whole.");
  expect(whole.match(/the (only|other) zanzibar/g)).toEqual(["the only zanzibar", "the other zanzibar"]);
  expect((await own.call("readEvents", { runId: "twice", sequence: 4 })).text).toContain("The event, whole.");
  const causes = (await own.call("listCauses", {})).text;
  expect(causes).toMatch(/^Found: 0 causes .* Left out: 1 mocked failure\.$/m);
  kept.dispose();
});
