import { describe, expect, onTestFinished, test } from "vitest";
import type { Clock } from "#api/http/clock.ts";
import { type AppOfList, requestsPerMinute } from "#runs/store/apps/appReads.ts";
import { MergedStore } from "#runs/store/apps/mergedStore.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { countedQuery, displayQuery, statusQuery, wholeView } from "#runs/store/storeView.ts";
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

const minute = 60_000;
const asks = countedQuery("awaiting_input");

/** The most requests in any minute. */
function busiest(times: readonly number[]): number {
  return Math.max(...times.map((time, at) => times.slice(at).filter((each) => each < time + minute).length));
}

describe("at first", () => {
  test("each app is asked once, four at a time, whatever the budget says, and is named until it responds", async () => {
    const apps = appsOf(40);
    const store = merged(apps, clockUntil(minute));
    const open: (() => void)[] = [];
    for (const { server } of apps) server.before = () => new Promise((resolve) => open.push(resolve));
    const begun = store.begin();
    store.setSight("live");
    for (let responded = 0; responded < apps.length; responded += 4) {
      await expect.poll(() => open.length).toBe(4);
      expect(store.state.apps?.length ?? apps.length).toBe(apps.length - responded);
      for (const respond of open.splice(0)) respond();
    }
    await begun;
    await expect.poll(() => store.state.apps).toEqual([]);
    expect(apps.map(({ server }) => server.queries.length)).toEqual(apps.map(() => 1));
    expect(new Set(store.runs().map(({ id }) => id.split("@")[1])).size).toBe(40);
  });

  test("those that are asked again later keep nobody waiting", async () => {
    const apps = appsOf(6);
    const store = merged(apps);
    const later = Promise.withResolvers<void>();
    for (const { server } of apps.slice(0, 4)) {
      server.before = (_, options) => {
        options?.onRetry?.(failure("rate-limited"), minute);
        return later.promise;
      };
    }
    void store.begin();
    await expect.poll(() => apps.slice(4).map(({ store: { state } }) => state.kind)).toEqual(["ready", "ready"]);
    later.resolve();
  });

  test("then what waits in each, before any app is read again; nothing comes above a row that is there", async () => {
    const apps = appsOf(20);
    for (const [n, { server }] of apps.entries()) {
      for (let run = 0; run < 30; run++)
        server.put(aRun(`failed ${n}-${run}`, "failed", 1_000_500 + run * 40_000 + n * 1_000));
      server.put(aRun(`asks ${n}`, "awaiting_input", 1_000));
    }
    // Two apps tell everything at first, and one is so busy that its newest runs are those of a minute.
    for (const { server } of apps.slice(1, 3)) {
      server.runs.clear();
      server.put(aRun("asks", "awaiting_input", 2_000_000));
    }
    for (let run = 0; run < 60; run++) apps[0]!.server.put(aRun(`busy ${run}`, "completed", 2_000_500 + run * 1_000));
    const kinds: string[] = [];
    for (const { server } of apps) {
      server.before = ({ status }) => void kinds.push(status === undefined ? "newest" : [status].flat().join());
    }
    const clock = clockUntil(10 * minute);
    const store = merged(apps, clock);
    await store.begin();
    await expect.poll(() => store.state.apps).toEqual([]);
    const queries = [asks, ...["failed", "completed"].map((status) => statusQuery(wholeView, status))];
    const shown = () => queries.map((query) => store.list(query).runs.map(({ id }) => id));
    const before = shown();
    expect(before.map(({ length }) => length > 20)).toEqual([false, true, true]);
    expect(store.list(queries[1]!)).toMatchObject({ isRead: false, hasMore: true });
    // Neither does an expanded group ask all apps at once.
    await store.read(queries[1]!);
    expect(kinds).toHaveLength(20);
    store.setSight("calm");
    await clock.over;
    expect(kinds.slice(0, 39)).toEqual([...Array(20).fill("newest"), ...Array(18).fill("awaiting_input"), "newest"]);
    expect(shown().map((ids, list) => ids.slice(0, before[list]!.length))).toEqual(before);
    expect(shown()[0]).toHaveLength(20);
    expect(apps.every((app) => !app.store.hasUnreadLists)).toBe(true);
  });

  test("a person who reads on in a list that wasn't read gets its next runs", async () => {
    const apps = appsOf(3);
    for (const { server } of apps) server.put(aRun("newest", "failed", 2_000_000));
    const store = merged(apps);
    await store.begin();
    await expect.poll(() => store.state.apps).toEqual([]);
    const completed = statusQuery(wholeView, "completed");
    const before = store.list(completed).runs.map(({ id }) => id);
    await store.loadMore(completed);
    const after = store.list(completed);
    expect(after).toMatchObject({ isRead: true, count: 180 });
    expect(after.runs.length).toBeGreaterThanOrEqual(before.length + 25);
    expect(after.runs.slice(0, before.length).map(({ id }) => id)).toEqual(before);
  });

  test("and again when the list is shown again, but not within a minute", async () => {
    const apps = appsOf(3);
    let later = 0;
    const store = merged(apps, { ...clockUntil(minute), now: () => Date.now() + later });
    const again = async () => {
      store.setApps([]);
      store.setApps(apps);
      await store.begin();
      return apps.map(({ server }) => server.queries.length);
    };
    await store.begin();
    await expect.poll(() => store.state.apps).toEqual([]);
    expect(await again()).toEqual([1, 1, 1]);
    later = 2 * minute;
    await again();
    await expect.poll(() => apps.map(({ server }) => server.queries.length)).toEqual([2, 2, 2]);
  });
});

describe("the polls", () => {
  test.each([1, 3, 20])(
    "of %d apps, some busy, take turns within one budget, from the first read on",
    async (count) => {
      const apps = appsOf(count);
      const clock = clockUntil(15 * minute);
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
      await store.begin();
      store.setSight("live");
      await clock.over;
      const first = times.filter((time) => time < minute).length;
      console.info(`${count} apps: ${first} requests in the first minute, at most ${busiest(times)} in one`);
      // A read that has begun is ended, and is counted then.
      expect(busiest(times)).toBeLessThanOrEqual(requestsPerMinute + 2);
      expect(apps.every((app) => !app.store.hasUnreadLists)).toBe(true);
      const turns = apps.map(({ server }) => server.queries.length);
      expect(Math.max(...turns) - Math.min(...turns)).toBeLessThan(Math.max(...turns) / 2);
    },
  );

  test("wait after what a person has asked for", async () => {
    const apps = appsOf(20);
    const clock = clockUntil(30_000);
    const store = merged(apps, clock);
    await store.begin();
    await store.refresh();
    const asked = apps.map(({ server }) => server.queries.length);
    expect(Math.max(...asked)).toBeLessThanOrEqual(2);
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
