import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "../../../../src/api/schemas.ts";
import type { RunList } from "../../../../src/runs/store/runList.ts";
import { queryParameters } from "../../../../src/runs/store/runQuery.ts";
import { RunStore } from "../../../../src/runs/store/runStore.ts";
import { displayQuery, statusQuery, type StoreView, wholeView } from "../../../../src/runs/store/storeView.ts";
import { aRun, FakeRuns } from "../../../support/fakeApi.ts";

const byDay: StoreView = { ...wholeView, byStatus: false };
const ofOne: StoreView = { ...wholeView, filter: { userId: "user-1" } };
const failures: StoreView = { ...wholeView, filter: { statuses: ["failed"] } };

/** An app of forty runs, and a store with pages of five that has read it. */
async function setup(view = wholeView) {
  const server = new FakeRuns();
  let born = 0;
  const isoNow = (): string => new Date(++born * 1000).toISOString();
  const bear = (status = born % 7 === 0 ? "started" : born % 2 ? "completed" : "failed"): Run => {
    const started = isoNow();
    const run = { ...aRun(`run-${born}`, status), started_at: started, user_id: `user-${born % 3}` };
    server.put(status === "started" ? run : { ...run, ended_at: started });
    return run;
  };
  const bearMany = (count: number): void => void Array.from({ length: count }, () => bear());
  const underWay = () => server.sorted({ status: "started" });
  const end = (run: Run | undefined) => run && server.put({ ...run, status: "completed", ended_at: isoNow() });
  bearMany(40);
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: () => 5, now: () => 1e9 });
  store.show(view);
  await store.refresh();
  const shown = (): readonly RunList[] =>
    store.view.byStatus ? store.statusLists : [store.list(displayQuery(store.view))];
  /** What the store shows beside what it should show: from the first run on, without a hole, and how many there are. */
  const check = (): void => {
    expect(shown().length).toBeGreaterThan(0);
    for (const { key, query, runs, count } of shown()) {
      const all = server.sorted(queryParameters(query)).map(({ id }) => id);
      expect({ key, count, runs: runs.map(({ id }) => id) }).toEqual({
        key,
        count: all.length,
        runs: all.slice(0, runs.length),
      });
    }
  };
  return { server, store, bear, bearMany, underWay, end, check };
}

test.each([wholeView, byDay])(
  "more runs than the largest page has: no gap between them and the known ones",
  async (view) => {
    const { store, bearMany, check } = await setup(view);
    bearMany(300);
    await store.refresh();
    check();
  },
);

test("a run of one's own is no proof that there is no gap before it", async () => {
  const { store, bear, bearMany, check } = await setup(byDay);
  bearMany(30);
  store.upsert(bear("started"));
  bearMany(2);
  await store.refresh();
  check();
});

test("a run that a filter brought is no proof either", async () => {
  const { store, bearMany, check } = await setup(byDay);
  store.show(failures);
  bearMany(30);
  await store.refresh();
  bearMany(2);
  store.show(byDay);
  await store.refresh();
  check();
});

test("an old run that ended meanwhile is counted once, however many others ended after it", async () => {
  const { store, bearMany, underWay, end, check } = await setup();
  bearMany(250);
  end(underWay().at(-1));
  await store.refresh();
  check();
});

test("a run that ends while a filter hides it is in its place without the filter", async () => {
  const { store, underWay, end, check } = await setup(byDay);
  for (let pages = 3; pages > 0; pages--) await store.loadMore(displayQuery(byDay));
  store.show(ofOne);
  end(underWay().find(({ id, user_id: user }) => id < "run-30" && user !== "user-1"));
  await store.refresh();
  store.show(byDay);
  await store.refresh();
  check();
});

test("new runs are counted, although they are on unread pages", async () => {
  const { store, bear, check } = await setup({ ...byDay, order: "oldest" });
  bear("completed");
  await store.refresh();
  check();
});

test("whatever is added, ends and is shown: after two refreshes no run is missing and no count wrong", async () => {
  const views = [wholeView, byDay, failures, ofOne];
  type Step =
    | { come: number }
    | { end: number }
    | { mine: true }
    | { view: number }
    | { more: true }
    | { refresh: true };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      come: fc.oneof({ weight: 4, arbitrary: fc.nat(8) }, { weight: 2, arbitrary: fc.nat(60) }, fc.constant(250)),
    }),
    fc.record({ end: fc.nat(100) }),
    fc.record({ mine: fc.constant(true as const) }),
    fc.record({ view: fc.nat(views.length - 1) }),
    fc.record({ more: fc.constant(true as const) }),
    fc.record({ refresh: fc.constant(true as const) }),
  );
  const property = fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
    const { store, bear, bearMany, underWay, end, check } = await setup();
    for (const now of [...steps, { refresh: true } as const]) {
      if ("come" in now) bearMany(now.come);
      if ("end" in now) end(underWay()[now.end % underWay().length]);
      if ("mine" in now) store.upsert(bear("started"));
      if ("view" in now) store.show(views[now.view] ?? wholeView);
      if ("more" in now)
        await store.loadMore(store.view.byStatus ? statusQuery(store.view, "failed") : displayQuery(store.view));
      if (!("refresh" in now)) continue;
      await store.refresh();
      await store.refresh();
      check();
    }
    store.dispose();
  });
  await fc.assert(property, { numRuns: 150, seed: 20_261_124 });
}, 30_000);
