import { describe, expect, test } from "vitest";
import { RunStore } from "#runs/store/runStore.ts";
import { countedQuery, statusQuery, wholeView } from "#runs/store/storeView.ts";
import { aRun, FakeRuns } from "../../../support/fakeApi.ts";

const started = 1_000_000;
const ended = (id: string, status: string, at: number, end = at + 500) => ({
  ...aRun(id, status, at),
  ended_at: new Date(end).toISOString(),
});

async function setup() {
  const server = new FakeRuns();
  const time = { now: started };
  server.put(...Array.from({ length: 60 }, (_, i) => ended(`c${i}`, "completed", started - i * 1000)));
  server.put(...Array.from({ length: 30 }, (_, i) => ended(`f${i}`, "failed", started - i * 1000 - 1)));
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: 10, now: () => time.now });
  /** Refreshes and tells how many requests that took. */
  const refresh = async (): Promise<number> => {
    const before = server.queries.length;
    await store.refresh();
    return server.queries.length - before;
  };
  const counts = () => Object.fromEntries(store.statusLists.map(({ query, count }) => [query.statuses[0], count]));
  return { server, store, time, refresh, counts };
}

test("an older run that waits is known from the first refresh on, also by day", async () => {
  const { server, store, refresh } = await setup();
  store.show({ ...wholeView, byStatus: false });
  server.put(aRun("asks", "awaiting_input", started - 40_500));
  expect(await refresh()).toBe(2);
  expect(store.list(countedQuery("awaiting_input")).runs.map(({ id }) => id)).toEqual(["asks"]);
});

describe("the newest runs alone", () => {
  test("are read with one request, and the next refresh reads the lists", async () => {
    const { server, store, refresh, counts } = await setup();
    server.put(aRun("asks", "awaiting_input", started - 40_500));
    await store.readNewest();
    expect([store.state.kind, server.queries.length, store.hasUnreadLists]).toEqual(["ready", 1, true]);
    expect(counts()).toEqual({ completed: 5, failed: 5 });
    expect(await refresh()).toBe(5);
    expect(counts()).toEqual({ awaiting_input: 1, completed: 60, failed: 30 });
    expect([store.hasUnreadLists, store.refreshCost]).toEqual([false, 2]);
    await store.readNewest();
    expect(server.queries).toHaveLength(7);
  });

  test("of an app with few runs are all that its lists have", async () => {
    const server = new FakeRuns();
    server.put(ended("done", "completed", started), aRun("asks", "awaiting_input", started));
    const store = new RunStore({ api: () => Promise.resolve(server.api) });
    await store.readNewest();
    expect([store.hasUnreadLists, server.queries.length]).toEqual([false, 1]);
  });
});

describe("a refresh costs", () => {
  test("one request while no run is active, whatever was added and ended since", async () => {
    const { server, refresh, counts } = await setup();
    await refresh();
    expect(await refresh()).toBe(1);
    server.put(ended("new", "failed", started + 1), aRun("running", "started", started + 2));
    expect(await refresh()).toBe(1);
    expect(counts()).toEqual({ started: 1, failed: 31, completed: 60 });
  });

  test("one more while an older run is active, and a third after it has ended: it is in its group, in place, and the counts are right", async () => {
    const { server, store, refresh, counts } = await setup();
    server.put(aRun("long", "started", started - 2_500));
    for (let i = 0; i < 20; i++) server.put(ended(`n${i}`, "completed", started + i));
    await refresh();
    expect(await refresh()).toBe(2);
    server.put(ended("long", "completed", started - 2_500, started + 9_000));
    expect(await refresh()).toBe(3);
    expect(counts()).toEqual({ failed: 30, completed: 81 });
    expect(store.get("long")?.status).toBe("completed");
    expect(await refresh()).toBe(1);
  });

  test("a large page instead of a small one when many were added, and after a long time", async () => {
    const { server, store, time, refresh, counts } = await setup();
    await refresh();
    server.put(...Array.from({ length: 50 }, (_, i) => ended(`n${i}`, "completed", started + 10 + i)));
    expect(await refresh()).toBe(2);
    expect(counts()).toEqual({ failed: 30, completed: 110 });
    time.now += 600_000;
    server.put(...Array.from({ length: 70 }, (_, i) => ended(`m${i}`, "completed", started + 100 + i)));
    expect(await refresh()).toBe(1);
    expect(counts()).toEqual({ failed: 30, completed: 180 });
    expect(store.list(statusQuery(wholeView, "completed")).runs.map(({ id }) => id)).toContain("m0");
  });
});

test("a filter is the app's own, and waiting runs are counted all the same", async () => {
  const { server, store, counts } = await setup();
  server.put(
    { ...aRun("mine", "awaiting_input", started + 5), user_id: "me" },
    aRun("other", "awaiting_input", started + 6),
  );
  await store.refresh();
  store.show({ filter: { userId: "me" }, order: "newest", byStatus: true });
  server.queries.length = 0;
  await store.refresh();
  expect(counts()).toEqual({ awaiting_input: 1 });
  expect(server.queries[0]).toMatchObject({ user_id: "me" });
  expect(store.count("awaiting_input")).toBe(2);
});
