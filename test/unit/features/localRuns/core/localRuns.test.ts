import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LocalRuns } from "../../../../../src/features/localRuns/core/localRuns.ts";
import type { LocalRun, Received, TraceCalls } from "../../../../../src/features/localRuns/core/traceStore.ts";

const now = Date.parse("2026-11-29T20:00:00Z");
const second = 1_000;

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

const going = (changes: Partial<LocalRun> = {}): LocalRun => ({
  run: { id: "r", status: "started", started_at: "2026-11-29T19:59:59Z" },
  heardAt: now,
  newestStep: 0,
  ...changes,
});

function runsOf(kept: readonly LocalRun[], received: Partial<Received> = {}): LocalRuns {
  const calls: TraceCalls = {
    runs: async () => [...kept],
    add: async () => ({ changed: [], removed: [], problems: [], hints: [], ...received }),
    events: async () => undefined,
    clear: async () => undefined,
  };
  return new LocalRuns(calls);
}

const statusOf = async (runs: LocalRuns): Promise<string | undefined> => (await runs.get("r"))?.status;

test("a run is lost after a minute of silence", async () => {
  const runs = runsOf([going()]);
  const changes: string[] = [];
  runs.onDidChange(({ changed }) => changes.push(...changed.map(({ status }) => status)));
  expect(await statusOf(runs)).toBe("started");
  await vi.advanceTimersByTimeAsync(59 * second);
  expect(changes).toEqual([]);
  await vi.advanceTimersByTimeAsync(second);
  expect(changes).toEqual(["failed"]);
  const lost = await runs.get("r");
  expect(lost).toMatchObject({ status: "failed", ended_at: "2026-11-29T20:00:00.000Z" });
  expect(JSON.stringify(lost?.error)).toMatch(/Lost/);
});

test("a run with long steps may be silent for ten of them", async () => {
  const runs = runsOf([going({ newestStep: 30 * second })]);
  await runs.list();
  await vi.advanceTimersByTimeAsync(299 * second);
  expect(await statusOf(runs)).toBe("started");
  await vi.advanceTimersByTimeAsync(second);
  expect(await statusOf(runs)).toBe("failed");
});

test("a run that an earlier window left is lost at once", async () => {
  expect(await statusOf(runsOf([going({ heardAt: now - 61 * second })]))).toBe("failed");
});

test("a lost run that posts again isn't lost", async () => {
  const runs = runsOf([going({ heardAt: now - 61 * second })], { changed: [going()] });
  expect(await statusOf(runs)).toBe("failed");
  await runs.receive(new Uint8Array());
  expect(await statusOf(runs)).toBe("started");
});

test("a run that has ended is never lost", async () => {
  const ended = going({ run: { id: "r", status: "completed" }, heardAt: 0 });
  expect(await statusOf(runsOf([ended]))).toBe("completed");
});

test("what was received counts before it is settled", async () => {
  const runs = runsOf([], { changed: [going()], hints: ["listCut"], problems: ["It isn't JSON"] });
  const news: unknown[] = [];
  runs.onDidReceive((each) => news.push(each));
  void runs.receive(new Uint8Array(7));
  await runs.settled();
  expect(await runs.list()).toHaveLength(1);
  expect(news).toEqual([{ hints: ["listCut"], problems: ["It isn't JSON"], size: 7 }]);
});

test("clearing takes every run away", async () => {
  const runs = runsOf([going()]);
  const removed: string[] = [];
  runs.onDidChange((change) => removed.push(...change.removed));
  await runs.clear();
  expect(removed).toEqual(["r"]);
  expect(await runs.list()).toEqual([]);
});
