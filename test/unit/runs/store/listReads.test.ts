import { expect, test } from "vitest";
import { window } from "../../../../src/runs/store/listReads.ts";
import { RunStore, type StoreChange } from "../../../../src/runs/store/runStore.ts";
import { statusQuery, wholeView } from "../../../../src/runs/store/storeView.ts";
import { aRun, failure, FakeRuns } from "../../../support/fakeApi.ts";

const completed = statusQuery(wholeView, "completed");
const runs = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => aRun(`run-${from + i}`, "completed", 1_000_000 - from - i));

async function setup(count: number) {
  const server = new FakeRuns();
  server.put(...runs(count));
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: 10, now: () => 1000 });
  await store.refresh();
  server.queries.length = 0;
  return { server, store, ids: () => store.list(completed).runs.map(({ id }) => id) };
}

test("loads the next page with one request, shows that it loads, and ends", async () => {
  const { server, store } = await setup(18);
  const changes: StoreChange[] = [];
  store.onDidChange((change) => changes.push(change));
  const loading = store.loadMore(completed);
  expect(store.list(completed).loading).toBe(true);
  await Promise.all([loading, store.loadMore(completed)]);
  expect(server.queries).toHaveLength(1);
  expect(changes.every((change) => change.kind === "list")).toBe(true);
  expect(store.list(completed)).toMatchObject({ count: 18, hasMore: false, loading: false });
});

test("misses nothing when runs above were removed and the pages have moved up", async () => {
  const { server, store, ids } = await setup(60);
  for (const id of ["run-1", "run-4", "run-7", "run-9"]) server.runs.delete(id);
  await store.loadMore(completed);
  const all = server.sorted({}).map(({ id }) => id);
  const end = all.indexOf(ids().at(-1) ?? "");
  expect(end).toBeGreaterThan(5);
  expect(ids()).toEqual(expect.arrayContaining(all.slice(0, end + 1)));
});

test("continues while pages bring nothing new", async () => {
  const { server, store, ids } = await setup(60);
  server.put(...Array.from({ length: 35 }, (_, i) => aRun(`new-${i}`, "completed", 2_000_000 + i)));
  await store.loadMore(completed);
  const all = server.sorted({}).map(({ id }) => id);
  const start = all.indexOf(ids()[0] ?? "");
  expect(ids()).toEqual(all.slice(start, start + ids().length));
  expect(ids()).toContain("run-12");
});

test.each([
  [8, 4],
  [8, 5],
  [9, 5],
])("brings new runs although %s were added, and %s removed between its requests", async (added, removed) => {
  const { server, store, ids } = await setup(80);
  server.put(...Array.from({ length: added }, (_, i) => aRun(`new-${i}`, "completed", 2_000_000 + i)));
  let requests = 0;
  server.before = () => {
    if (++requests === 2) for (const { id } of server.sorted({}).slice(0, removed)) server.runs.delete(id);
  };
  await store.loadMore(completed);
  expect(requests).toBeGreaterThan(2);
  expect(ids()).toContain("run-10");
});

test("ends when the total promises more than the pages hold", async () => {
  const { server, store } = await setup(12);
  const { api } = new FakeRuns(server.runs);
  server.api.listRuns = async (query) => {
    const page = await api.listRuns(query);
    return { ...page, pagination: { ...page.pagination, total_count: page.pagination.total_count + 10 } };
  };
  for (let left = 5; left > 0 && store.list(completed).hasMore; left--) await store.loadMore(completed);
  expect(store.list(completed)).toMatchObject({ count: 12, hasMore: false });
});

test("that fails keeps the rows and shows the reason, until it succeeds", async () => {
  const { server, store } = await setup(15);
  server.before = () => Promise.reject(failure("timeout"));
  await store.loadMore(completed);
  const failed = { hasMore: true, loading: false, error: { kind: "timeout" }, errorAt: 1000 };
  expect(store.list(completed)).toMatchObject(failed);
  expect(store.list(completed).runs).toHaveLength(10);
  server.before = () => undefined;
  await store.loadMore(completed);
  expect(store.list(completed)).toMatchObject({ count: 15, hasMore: false });
  expect(store.list(completed).error).toBeUndefined();
});

test("a page begins at or shortly before the wanted place, and brings more than it repeats", () => {
  for (const wanted of [10, 25, 100, 200]) {
    for (let offset = 0; offset < 5_000; offset++) {
      const { page, size } = window(offset, wanted);
      const start = (page - 1) * size;
      expect(size).toBeLessThanOrEqual(200);
      expect(start).toBeLessThanOrEqual(offset);
      expect(start + size - offset - 1).toBeGreaterThanOrEqual(wanted * 0.2);
    }
  }
});
