import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StorePoller } from "#runs/store/polling/storePoller.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { aRun, failure, FakeRuns } from "../../../../support/fakeApi.ts";

const seconds = 1_000;
const hours = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function setup() {
  const server = new FakeRuns();
  const add = (count: number, name: string): void => {
    const now = Date.now();
    server.put(...Array.from({ length: count }, (_, i) => aRun(`${name}-${i}`, "completed", now - (count - i) * 10)));
  };
  add(60, "old");
  const store = new RunStore({ api: () => Promise.resolve(server.api) });
  await store.refresh();
  const poller = new StorePoller({ store: () => store });
  store.onDidChange((change) => poller.note(change));
  poller.setOn(true);
  const pass = (time: number) => vi.advanceTimersByTimeAsync(time);
  return { server, store, poller, add, pass };
}

const completed = (store: RunStore) => store.statusLists.find(({ query }) => query.statuses[0] === "completed");

test.each([80, 300])("after a night's sleep, when its timer is late, the %i new runs are all there", async (count) => {
  const { store, add, pass } = await setup();
  await pass(600 * seconds);
  const before = completed(store)?.count ?? 0;
  vi.setSystemTime(Date.now() + 9 * hours);
  add(count, "night");
  await pass(75 * seconds);
  const list = completed(store);
  expect(list?.count).toBe(before + count);
  const newest = Array.from({ length: list?.runs.length ?? 0 }, (_, i) => `night-${count - 1 - i}`).slice(0, count);
  expect(list?.runs.slice(0, count).map(({ id }) => id)).toEqual(newest);
});

test("an app that was away for an hour is polled often again once it is back", async () => {
  const { server, store, add, pass } = await setup();
  server.before = () => Promise.reject(failure());
  await pass(hours);
  expect(store.state.kind).toBe("failed");
  server.before = () => undefined;
  for (let left = 75; left > 0 && store.state.kind !== "ready"; left--) await pass(1 * seconds);
  expect(store.state.kind).toBe("ready");
  add(1, "new");
  await pass(8 * seconds);
  expect(store.get("new-0")).toBeDefined();
});

test("in sight without the focus a new run is there within 15 s, for at most six requests a minute", async () => {
  const { server, store, poller, add, pass } = await setup();
  poller.setSight("calm");
  await pass(600 * seconds);
  const before = server.queries.length;
  await pass(600 * seconds);
  expect((server.queries.length - before) / 10).toBeLessThanOrEqual(6);
  add(1, "new");
  await pass(15 * seconds);
  expect(store.get("new-0")).toBeDefined();
});
