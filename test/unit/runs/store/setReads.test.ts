import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import type { RunQuery } from "#runs/store/runQuery.ts";
import { RunStore } from "#runs/store/runStore.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { RunsOutline } from "#workbench/explorer/core/runsOutline.ts";
import { aRun, fakeApi, FakeRuns } from "../../../support/fakeApi.ts";

const layout: RunsLayout = { filter: {}, groupBy: "status", sortBy: "newest" };
const ref = { by: "view", value: "b1" } as const;

/** A batch of so many runs that all have ended, in a store that reads ten at a time and knows only what it has to. */
function setup(count: number) {
  const server = new FakeRuns();
  const runs = Array.from({ length: count }, (_, i) => aRun(`run-${i}`, "completed", i * 1000));
  server.put(...runs);
  const asked: string[] = [];
  const lost = new Set<string>();
  let broken = false;
  const api = fakeApi({
    listRuns: async () => ({ data: [], pagination: { page: 1, page_size: 10, page_count: 0, total_count: 0 } }),
    getRun: async (id) => {
      asked.push(id);
      if (broken) throw new ApiError({ kind: "network", message: "Broken." });
      if (lost.has(id)) throw new ApiError({ kind: "not-found", message: "Gone.", status: 404 });
      return server.runs.get(id) as Run;
    },
  });
  const store = new RunStore({ api: () => Promise.resolve(api), pageSize: 10 });
  const set = { id: "b1", ids: new Set(runs.map(({ id }) => id)) };
  const batch = { runs: set, lines: new Map(), isSending: false, waiting: 0, failed: 0, missing: 0, unknown: 0 };
  const views: SavedView[] = [{ id: "b1", name: "tickets.jsonl", filter: {}, batch }];
  const outline = (): RunsOutline => new RunsOutline(store, layout, views, 0);
  const query = outline().query(ref) as RunQuery;
  const group = () => outline().group(ref);
  return { store, set, views, outline, query, group, asked, lost, breakDown: (value: boolean) => (broken = value) };
}

test("its runs are read a page at a time, the latest first, each once", async () => {
  const { store, query, group, asked } = setup(25);
  await store.read(query);
  expect(group()?.runs.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, i) => `run-${24 - i}`));
  expect(group()).toMatchObject({ count: 25, isPreview: false, list: { hasMore: true } });
  await store.loadMore(query);
  await store.loadMore(query);
  expect(group()).toMatchObject({ count: 25, list: { hasMore: false } });
  expect(group()?.runs).toHaveLength(25);
  expect(new Set(asked).size).toBe(asked.length);
});

test("runs that are being created come into it by themselves", async () => {
  const { store, set, query, group, asked } = setup(0);
  await store.read(query);
  for (const n of [1, 2, 3]) {
    set.ids.add(`new-${n}`);
    store.upsert(aRun(`new-${n}`, "created", n));
  }
  store.upsert(aRun("another", "created", 9));
  expect(group()?.runs.map(({ id }) => id)).toEqual(["new-3", "new-2", "new-1"]);
  expect(group()).toMatchObject({ count: 3, list: { hasMore: false } });
  expect(asked).toEqual([]);
});

test("a run that the app doesn't have any more leaves the batch", async () => {
  const { store, query, group, lost } = setup(3);
  lost.add("run-1");
  await store.read(query);
  expect(group()?.runs.map(({ id }) => id)).toEqual(["run-2", "run-0"]);
  expect(group()).toMatchObject({ count: 2, list: { hasMore: false } });
});
