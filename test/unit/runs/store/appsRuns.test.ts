import { expect, onTestFinished, test } from "vitest";
import type { Clock } from "#api/http/clock.ts";
import { type AppRuns, AppsRuns, requestsPerMinute } from "#runs/store/appsRuns.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { aRun, failure, FakeRuns } from "../../../support/fakeApi.ts";
import { fakeClock } from "../../../support/fakeClock.ts";

/** Apps with 60 runs each, whose times interleave. */
function appsOf(count: number) {
  return Array.from({ length: count }, (_, app) => {
    const server = new FakeRuns();
    for (let n = 0; n < 60; n++) server.put(aRun(`${app}-${n}`, "completed", 1_000_000 + (n * count + app) * 1_000));
    return { connectionId: `app ${app}`, server, store: new RunStore({ api: async () => server.api }) };
  });
}

function newList(apps: readonly AppRuns[], clock?: Clock): AppsRuns {
  const all = new AppsRuns(() => apps, clock);
  onTestFinished(() => all.dispose());
  return all;
}

test("each page continues the list below what it shows", async () => {
  const apps = appsOf(3);
  const all = newList(apps);
  await all.refresh();
  const whole = apps.flatMap(({ server }) => server.sorted());
  const newestFirst = whole.sort((a, b) => Date.parse(b.started_at!) - Date.parse(a.started_at!)).map(({ id }) => id);
  for (let before = 0; before < newestFirst.length;) {
    const ids = all.merged.runs.map(({ run }) => run.id);
    expect(ids).toEqual(newestFirst.slice(0, ids.length));
    expect(ids.length).toBeGreaterThan(before);
    before = ids.length;
    await all.loadMore();
  }
});

test("an app that fails is named, and the list doesn't wait for it while it is tried again", async () => {
  const apps = appsOf(2);
  const all = newList(apps);
  apps[1]!.server.before = () => Promise.reject(failure());
  await all.refresh();
  expect(all.failed).toMatchObject([{ connectionId: "app 1", error: { kind: "network" } }]);
  expect(all.merged.runs).toHaveLength(25);
  const answer = Promise.withResolvers<void>();
  apps[1]!.server.before = () => answer.promise;
  const retry = all.retry("app 1");
  expect(all.merged.runs).toHaveLength(25);
  answer.resolve();
  await retry;
  expect(all.failed).toEqual([]);
  expect(new Set(all.merged.runs.map(({ connectionId }) => connectionId)).size).toBe(2);
});

test("polls of twenty apps take turns within the budget of requests", async () => {
  const apps = appsOf(20);
  const slept: number[] = [];
  let polls = 0;
  const minute = Promise.withResolvers<void>();
  const clock = fakeClock();
  const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    slept.push(milliseconds);
    if (++polls > 60) {
      minute.resolve();
      return new Promise(() => undefined);
    }
    return clock.sleep(milliseconds, signal);
  };
  const all = newList(apps, { ...clock, sleep });
  all.setInSight(true);
  await minute.promise;
  const requests = apps.reduce((sum, { server }) => sum + server.queries.length, 0);
  const minutes = slept.slice(1).reduce((sum, each) => sum + each, 0) / 60_000;
  console.info(`${Math.round(requests / minutes)} requests a minute for 20 apps, at most ${requestsPerMinute}`);
  expect(requests / minutes).toBeLessThanOrEqual(requestsPerMinute);
  expect(apps.every(({ server }) => server.queries.length === 6)).toBe(true);
});
