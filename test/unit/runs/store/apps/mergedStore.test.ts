import { describe, expect, onTestFinished, test } from "vitest";
import type { Clock } from "#api/http/clock.ts";
import { type AppOfList, MergedStore, requestsPerMinute } from "#runs/store/apps/mergedStore.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { displayQuery, statusQuery, wholeView } from "#runs/store/storeView.ts";
import { aRun, failure, FakeRuns } from "../../../../support/fakeApi.ts";

type App = AppOfList & { server: FakeRuns };

/** Apps with so many runs each, whose times interleave. */
function appsOf(count: number, runs = 60): App[] {
  return Array.from({ length: count }, (_, app) => {
    const server = new FakeRuns();
    for (let n = 0; n < runs; n++) server.put(aRun(`${app}-${n}`, "completed", 1_000_000 + (n * count + app) * 1_000));
    return { connectionId: `app ${app}`, server, store: new RunStore({ api: async () => server.api }) };
  });
}

function merged(apps: readonly App[], clock?: Clock): MergedStore {
  const store = new MergedStore(clock);
  onTestFinished(() => store.dispose());
  store.setApps(apps);
  return store;
}

const all = displayQuery(wholeView);
const idsOf = (store: MergedStore): string[] => store.list(all).runs.map(({ id }) => id.replace(/@.*/, ""));

test("each page continues the list below what it shows", async () => {
  const apps = appsOf(3);
  const store = merged(apps);
  await store.refresh();
  const whole = apps.flatMap(({ server }) => server.sorted());
  const newestFirst = whole.sort((a, b) => Date.parse(b.started_at!) - Date.parse(a.started_at!)).map(({ id }) => id);
  for (let before = 0; before < newestFirst.length;) {
    const ids = idsOf(store);
    expect(ids).toEqual(newestFirst.slice(0, ids.length));
    expect(ids.length).toBeGreaterThan(before);
    before = ids.length;
    await store.loadMore(all);
  }
  expect(store.list(all)).toMatchObject({ hasMore: false, count: 180 });
});

test("statuses are those of all apps, and a run is found by its app", async () => {
  const apps = appsOf(2, 3);
  apps[1]!.server.put(aRun("w", "awaiting_input", 2_000_000));
  apps[0]!.server.put(aRun("w", "failed", 3_000_000));
  const store = merged(apps);
  await store.refresh();
  expect(store.statusLists.map(({ query, count }) => `${query.statuses[0]} ${count}`)).toEqual([
    "awaiting_input 1",
    "failed 1",
    "completed 6",
  ]);
  expect([store.get("w@app 0")?.status, store.get("w@app 1")?.status, store.get("w")]).toEqual([
    "failed",
    "awaiting_input",
    undefined,
  ]);
  // A list is the same object until something in it changes.
  const failed = statusQuery(wholeView, "failed");
  expect(store.list(failed)).toBe(store.list(failed));
});

describe("an app that fails", () => {
  test("is named, and the list doesn't wait for it while it is tried again", async () => {
    const apps = appsOf(2);
    const store = merged(apps);
    apps[1]!.server.before = () => Promise.reject(failure());
    await store.refresh();
    expect(store.state).toMatchObject({
      kind: "ready",
      apps: [{ connectionId: "app 1", state: { kind: "failed", error: { kind: "network" } } }],
    });
    expect(idsOf(store)).toHaveLength(25);
    apps[1]!.server.before = () => undefined;
    await store.refreshApp("app 1");
    expect(store.state.apps).toEqual([]);
    expect(new Set(store.list(all).runs.map(({ id }) => id.split("@")[1])).size).toBe(2);
  });

  test("is named also when all do", async () => {
    const apps = appsOf(2);
    const store = merged(apps);
    for (const { server } of apps) server.before = () => Promise.reject(failure());
    await store.refresh();
    expect(store.state).toMatchObject({ kind: "ready", apps: [{}, {}] });
  });

  test("doesn't keep the first rows waiting, nor does one that doesn't respond", async () => {
    const apps = appsOf(2);
    const store = merged(apps);
    const answer = Promise.withResolvers<void>();
    apps[0]!.server.before = () => answer.promise;
    await store.begin();
    expect(idsOf(store)).toHaveLength(25);
    expect(store.state.apps).toMatchObject([{ connectionId: "app 0", state: { kind: "loading" } }]);
    answer.resolve();
    await store.refresh();
    expect(store.state.apps).toEqual([]);
  });
});

test("an app that is added later is read, and one that is taken out leaves", async () => {
  const apps = appsOf(3, 2);
  const store = merged(apps.slice(0, 2));
  await store.begin();
  await store.refresh();
  store.setApps(apps.slice(1));
  await expect.poll(() => idsOf(store).sort()).toEqual(["1-0", "1-1", "2-0", "2-1"]);
});

describe("the polls", () => {
  /** Sleeps in no time, after which its time has passed, until so many milliseconds have. */
  function clockUntil(end: number): Clock & { readonly over: Promise<void> } {
    const over = Promise.withResolvers<void>();
    let now = 0;
    return {
      over: over.promise,
      now: () => now,
      elapsed: () => now,
      random: () => 0,
      async sleep(milliseconds, signal) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        now += milliseconds;
        if (now < end) return;
        over.resolve();
        await new Promise(() => undefined);
      },
    };
  }

  test.each([1, 3, 20])("of %d apps, some busy, take turns within one budget of requests", async (count) => {
    const minute = 60_000;
    const apps = appsOf(count);
    const clock = clockUntil(10 * minute);
    const store = merged(apps, clock);
    const times: number[] = [];
    let started = 0;
    for (const { server } of apps) {
      server.put(aRun("busy", "started", 5_000_000));
      server.before = () => {
        times.push(clock.elapsed());
        // Each read finds a new run, so that polls are as many as they can be.
        server.put(aRun(`new ${started++}`, "completed", 6_000_000 + started));
      };
    }
    await store.refresh();
    const first = times.length;
    times.length = 0;
    store.setSight("live");
    await clock.over;
    const most = Math.max(...times.map((time, at) => times.slice(at).filter((each) => each < time + minute).length));
    console.info(`${count} apps: ${first} requests at first, then at most ${most} of ${requestsPerMinute} in a minute`);
    // A read that has begun is ended, and is counted then.
    expect(most).toBeLessThanOrEqual(requestsPerMinute + 2);
    const turns = apps.map(({ server }) => server.queries.length);
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThan(Math.max(...turns) / 2);
  });

  test("wait after what a person has asked for", async () => {
    const apps = appsOf(20);
    const clock = clockUntil(30_000);
    const store = merged(apps, clock);
    await store.refresh();
    const asked = apps.map(({ server }) => server.queries.length);
    store.setSight("calm");
    await clock.over;
    expect(apps.map(({ server }) => server.queries.length)).toEqual(asked);
  });

  test("stop with the sight, and leave out an app that doesn't respond", async () => {
    const apps = appsOf(2);
    const clock = clockUntil(5 * 60_000);
    const store = merged(apps, clock);
    await store.refresh();
    const [slow, quick] = apps as [App, App];
    const answer = Promise.withResolvers<void>();
    slow.server.before = () => answer.promise;
    const before = quick.server.queries.length;
    const slowBefore = slow.server.queries.length;
    store.setSight("calm");
    await clock.over;
    expect(slow.server.queries.length).toBe(slowBefore + 1);
    expect(quick.server.queries.length).toBeGreaterThan(before + 10);
    answer.resolve();
  });
});
