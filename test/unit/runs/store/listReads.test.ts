import { describe, expect, test } from "vitest";
import { maxPageSize, window } from "#runs/store/listReads.ts";
import { RunStore, type StoreChange } from "#runs/store/runStore.ts";
import { statusQuery, wholeView } from "#runs/store/storeView.ts";
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

test("brings new runs although some were added, and others removed between its requests", async () => {
  const { server, store, ids } = await setup(80);
  server.put(...Array.from({ length: 9 }, (_, i) => aRun(`new-${i}`, "completed", 2_000_000 + i)));
  let requests = 0;
  server.before = () => {
    if (++requests === 2) for (const { id } of server.sorted({}).slice(0, 5)) server.runs.delete(id);
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

test("brings as many new runs each time, to the last page", async () => {
  const { server, store } = await setup(64);
  const lengths: number[] = [];
  while (store.list(completed).hasMore) {
    await store.loadMore(completed);
    lengths.push(store.list(completed).runs.length);
  }
  expect(lengths).toEqual([20, 30, 40, 50, 60, 64]);
  // Each page overlaps the known runs, so that none is missed, and is cut.
  expect(server.queries).toHaveLength(6);
});

test("brings as many although more were added than the first page has room for", async () => {
  const { server, store, ids } = await setup(80);
  server.put(...Array.from({ length: 9 }, (_, i) => aRun(`new-${i}`, "completed", 2_000_000 + i)));
  await store.loadMore(completed);
  expect(ids().filter((id) => id.startsWith("run-"))).toEqual(runs(20).map(({ id }) => id));
});

test("asks for no more than twice a page, wherever the last known run is", () => {
  for (let offset = 0; offset < 3_000; offset++) {
    const { page, size, fresh } = window(offset, 25);
    expect([fresh, size <= 51]).toEqual([25, true]);
    expect((page - 1) * size).toBeLessThanOrEqual(offset);
    expect(page * size).toBeGreaterThan(offset + fresh);
    expect(window(offset, maxPageSize).fresh).toBeGreaterThanOrEqual(maxPageSize / 2 - 1);
  }
});

describe("reading all of a list", () => {
  test("takes the largest pages and ends with the list", async () => {
    const { server, store } = await setup(1_000);
    await store.loadAll(completed);
    expect(store.list(completed)).toMatchObject({ count: 1_000, hasMore: false, loading: false });
    expect(server.queries.length).toBeLessThan(8);
  });

  test("ends at a limit, exactly", async () => {
    const { store } = await setup(1_000);
    await store.loadAll(completed, { maxRuns: 333 });
    expect(store.list(completed)).toMatchObject({ count: 1_000, hasMore: true });
    expect(store.list(completed).runs).toHaveLength(333);
  });

  test("stops at once when it is canceled, keeps what was read, and is no failure", async () => {
    const { server, store } = await setup(1_000);
    const canceled = new AbortController();
    let requests = 0;
    server.before = async (_query, { signal } = {}) => {
      if (++requests < 3) return;
      canceled.abort();
      // As the client does.
      if (signal?.aborted) throw failure("aborted");
    };
    await store.loadAll(completed, { signal: canceled.signal });
    expect(requests).toBe(3);
    const { runs: known, error, loading } = store.list(completed);
    expect([known.length > 100, error, loading]).toEqual([true, undefined, false]);
    server.before = () => undefined;
    await store.loadMore(completed);
    expect(store.list(completed).runs).toHaveLength(known.length + 10);
  });
});
