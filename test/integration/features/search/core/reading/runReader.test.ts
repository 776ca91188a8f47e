import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { Clock } from "#api/http/clock.ts";
import type { RunEvent } from "#api/schemas.ts";
import { RunReader } from "#features/search/core/reading/runReader.ts";
import { fakeApi, FakeRuns, pageOf } from "../../../../../support/fakeApi.ts";
import {
  endedRun,
  everything,
  idsOf,
  indexForTest,
  searchDay,
  type IndexOfTest,
} from "../../../../../support/search/indexes.ts";

let made: IndexOfTest;
let runs: FakeRuns;
/** Called before a run's events are returned. */
let beforeEvents: (id: string) => void;
let readEvents: string[];
const waits: number[] = [];
let readBeforeRefusal = 0;
const readSinceRefusal: number[] = [];
/** Half a second passes between two looks at it, so that each progress is reported. */
let time = 0;
const clock: Clock = {
  now: () => (time += 500),
  elapsed: () => time,
  random: () => 0,
  sleep: async (ms) => {
    waits.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
    readSinceRefusal.push(readEvents.length - readBeforeRefusal);
  },
};

function eventsOf(id: string): RunEvent[] {
  return [
    { type: "run.started", sequence: 1 },
    { type: "agent.reasoning.delta", sequence: 2, data: { object: "text", delta: `word${id} ` } },
    { type: "agent.reasoning.delta", sequence: 3, data: { object: "text", delta: "and the rest" } },
    { type: "run.completed", sequence: 4 },
  ];
}

function reader(index = made.index, listRuns: RunsApi["listRuns"] = (query) => runs.api.listRuns(query)): RunReader {
  const api = fakeApi({
    listRuns,
    getRun: (id) => Promise.resolve(runs.runs.get(id)!),
    listEvents: async (id, { page = 1, page_size: size = 25 } = {}) => {
      beforeEvents(id);
      readEvents.push(id);
      return pageOf(eventsOf(id), page, size);
    },
  });
  return new RunReader({ api: () => Promise.resolve(api), index, clock });
}

beforeEach(() => {
  made = indexForTest();
  runs = new FakeRuns();
  readEvents = [];
  waits.length = 0;
  readSinceRefusal.length = 0;
  beforeEvents = () => undefined;
  for (let number = 0; number < 120; number++) runs.put(endedRun(`run-${number}`, number));
});

afterEach(() => made.dispose());

test("reads all runs with their events, each once, also in later readings", async () => {
  const first = reader();
  await first.start(everything);
  expect(first.state).toEqual({ kind: "done", isFull: false });
  expect(await made.index.coverage()).toMatchObject({ indexed: 120, total: 120 });
  expect(await idsOf(made.index, '"wordrun 7 and the rest"')).toEqual(["run-7"]);
  for (let number = 120; number < 300; number++) runs.put(endedRun(`run-${number}`, number));
  await reader().start(everything);
  expect(readEvents.length).toBe(300);
  expect(new Set(readEvents).size).toBe(300);
  expect((await made.index.coverage()).indexed).toBe(300);
});

test("goes on where it was canceled", async () => {
  const first = reader();
  first.onDidChange((state) => {
    if (state.kind === "reading" && state.runs >= 60) void first.stop();
  });
  await first.start(everything);
  expect(first.state).toEqual({ kind: "idle" });
  const { indexed } = await made.index.coverage();
  expect(indexed).toBeGreaterThanOrEqual(60);
  expect(indexed).toBeLessThan(120);
  await first.start(everything);
  expect(readEvents).toHaveLength(120);
  expect((await made.index.coverage()).indexed).toBe(120);
});

test("runs that the app has deleted leave the index once their whole range was listed", async () => {
  await reader().start(everything);
  runs.runs.delete("run-50");
  runs.runs.delete("run-5");
  await reader().start({ range: "7d", since: searchDay + 20 * 60_000 });
  expect(await made.index.missing(["run-5", "run-50", "run-51"])).toEqual(["run-50"]);
  await reader().start(everything);
  expect((await made.index.coverage()).indexed).toBe(118);
});

test("waits as long as the app asks, and reads the same runs again", async () => {
  let refused = 0;
  beforeEvents = (id) => {
    if (id !== "run-100" || refused++ > 1) return;
    readBeforeRefusal = readEvents.length;
    throw new ApiError({ kind: "rate-limited", message: "Slow down.", retryAfter: 7_000 });
  };
  await reader().start(everything);
  expect(waits).toEqual([7_000, 7_000]);
  // The one that was being read then.
  for (const count of readSinceRefusal) expect(count).toBeLessThanOrEqual(1);
  expect((await made.index.coverage()).indexed).toBe(120);
});

test("a list that becomes shorter while it is read leaves no gap", async () => {
  runs.before = ({ page }) => {
    if (page === 2) for (let number = 119; number > 80; number--) runs.runs.delete(`run-${number}`);
  };
  await reader().start(everything);
  for (const id of runs.runs.keys()) expect(readEvents).toContain(id);
});

test("an index that is full ends the reading", async () => {
  made.dispose();
  made = indexForTest({ maxBytes: () => 60_000 });
  const first = reader();
  await first.start(everything);
  expect(first.state).toEqual({ kind: "done", isFull: true });
  expect((await made.index.coverage()).indexed).toBeLessThan(120);
});
