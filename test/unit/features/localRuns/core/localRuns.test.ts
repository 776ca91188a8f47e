import { expect, test } from "vitest";
import { LocalRuns } from "#features/localRuns/core/localRuns.ts";
import type { LocalRun, RunsDifference, Received, TraceCalls } from "#features/localRuns/core/traceCalls.ts";

const heardAt = Date.parse("2026-11-29T20:00:00Z");

const going = (id = "r"): LocalRun => ({
  run: { id, status: "started", started_at: "2026-11-29T19:59:59Z", trace: { nodes: 1 } },
  heardAt,
});

class FakeStore implements TraceCalls {
  looks: Partial<RunsDifference>[] = [];
  received: Partial<Received> = {};
  failure: Error | undefined;

  async look() {
    return { changed: [], removed: [], unreadable: [], ...this.looks.shift() };
  }

  async add() {
    if (this.failure) throw this.failure;
    return { changed: [], removed: [], problems: [], unsaved: [], hints: [], ...this.received };
  }

  async events() {
    return undefined;
  }

  async clear() {
    if (this.failure) throw this.failure;
  }
}

/** @param kept what the first look finds */
function open(kept: readonly LocalRun[], received: Partial<Received> = {}): { runs: LocalRuns; store: FakeStore } {
  const store = new FakeStore();
  store.looks = [{ changed: [...kept] }];
  store.received = received;
  return { runs: new LocalRuns(store), store };
}

test("a run of which nothing comes goes on, and says when it was heard last", async () => {
  const { runs } = open([going()]);
  expect(await runs.get("r")).toMatchObject({
    status: "started",
    trace: { nodes: 1, heard_at: "2026-11-29T20:00:00.000Z" },
  });
});

test("a run that has ended says nothing of that", async () => {
  const ended = { run: { id: "r", status: "completed", trace: { nodes: 1 } }, heardAt: 0 };
  expect((await open([ended]).runs.get("r"))?.["trace"]).toEqual({ nodes: 1 });
});

test("what was received counts before it is settled", async () => {
  const { runs } = open([], { changed: [going()], hints: ["listCut"] });
  const news: unknown[] = [];
  runs.onDidReceive((each) => news.push(each));
  void runs.receive(new Uint8Array(7));
  await runs.settled();
  expect(await runs.list()).toHaveLength(1);
  expect(news).toEqual([{ hints: ["listCut"], problems: [], size: 7 }]);
});

test("a post that can't be read or saved is counted with its reason", async () => {
  const { runs, store } = open([], { problems: ["A trace isn't JSON", "more"], unsaved: ["The disk is full."] });
  await runs.receive(new Uint8Array());
  store.failure = new Error("the thread that reads them has stopped");
  await runs.receive(new Uint8Array());
  expect(runs.lost.all.losses).toEqual([
    { kind: "content", count: 1, reason: "A trace isn't JSON." },
    { kind: "unsaved", count: 2, reason: "the thread that reads them has stopped" },
  ]);
});

test("what is kept at first is no news, and what another window has changed is", async () => {
  const { runs, store } = open([going("a"), going("b")]);
  const changes: [string[], readonly string[]][] = [];
  runs.onDidChange(({ changed, removed }) => changes.push([changed.map(({ id }) => id), removed]));
  await runs.list();
  store.looks = [{ changed: [going("c")], removed: ["a"] }];
  expect((await runs.list()).map(({ id }) => id)).toEqual(["b", "c"]);
  expect(changes).toEqual([[["c"], ["a"]]]);
  store.looks = [{ unreadable: ["x.jsonl: it isn't a trace"] }];
  await runs.list();
  expect([runs.lost.all.files, changes.length]).toEqual([["x.jsonl: it isn't a trace"], 1]);
});

test("clearing takes every run away, and all that was lost", async () => {
  const { runs } = open([going()]);
  const removed: string[] = [];
  runs.onDidChange((change) => removed.push(...change.removed));
  await runs.list();
  runs.lost.add("key", "x");
  await runs.clear();
  expect([removed, runs.lost.all.losses]).toEqual([["r"], []]);
  expect(await runs.list()).toEqual([]);
});

test("runs can be cleared before they can be read, and those that stay are there again", async () => {
  const { runs, store } = open([]);
  store.looks = [{ changed: [going()] }, { changed: [going()] }];
  await runs.list();
  store.failure = new Error("This can't be deleted");
  await expect(runs.clear()).rejects.toThrow("This can't be deleted");
  expect(await runs.list()).toHaveLength(1);
});
