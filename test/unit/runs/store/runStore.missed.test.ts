import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import type { RunList } from "#runs/store/runList.ts";
import { queryParameters } from "#runs/store/runQuery.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { displayQuery, statusQuery, type StoreView, wholeView } from "#runs/store/storeView.ts";
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
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: 5, now: () => 1e9 });
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

type Step = { come: number } | { end: number } | { view: StoreView } | { do: "mine" | "more" | "refresh" };

async function take({ store, bear, bearMany, underWay, end }: Awaited<ReturnType<typeof setup>>, now: Step) {
  const { view } = store;
  if ("come" in now) bearMany(now.come);
  else if ("end" in now) end(underWay().at(now.end % underWay().length));
  else if ("view" in now) store.show(now.view);
  else if (now.do === "mine") store.upsert(bear("started"));
  else if (now.do === "refresh") await store.refresh();
  else await store.loadMore(view.byStatus ? statusQuery(view, "failed") : displayQuery(view));
}

const [more, refresh]: Step[] = [{ do: "more" }, { do: "refresh" }];

test.each<[what: string, view: StoreView, steps: (Step | undefined)[]]>([
  ["more runs than the largest page has", wholeView, [{ come: 300 }]],
  ["more runs than the largest page has, in one list", byDay, [{ come: 300 }]],
  [
    "a run of one's own, which is no proof that no gap is before it",
    byDay,
    [{ come: 30 }, { do: "mine" }, { come: 2 }],
  ],
  ["a run that a filter brought", byDay, [{ view: failures }, { come: 30 }, refresh, { come: 2 }, { view: byDay }]],
  ["an old run that ended meanwhile, and many others after it", wholeView, [{ come: 250 }, { end: -1 }]],
  [
    "a run that ends while a filter hides it",
    byDay,
    [more, more, more, { view: ofOne }, { end: 1 }, refresh, { view: byDay }],
  ],
  ["new runs on unread pages", { ...byDay, order: "oldest" }, [{ come: 1 }]],
])("one refresh finds every run and the right counts after %s", async (_what, view, steps) => {
  const scene = await setup(view);
  for (const step of [...steps, refresh]) await take(scene, step!);
  scene.check();
});

test("whatever is added, ends and is shown: after two refreshes no run is missing and no count wrong", async () => {
  const many = fc.oneof({ weight: 4, arbitrary: fc.nat(8) }, { weight: 2, arbitrary: fc.nat(60) }, fc.constant(250));
  const step = fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ come: many }),
    fc.record({ end: fc.nat(100) }),
    fc.record({ do: fc.constant("mine") }),
    fc.record({ view: fc.constantFrom(wholeView, byDay, failures, ofOne) }),
    fc.record({ do: fc.constant("more") }),
    fc.record({ do: fc.constant("refresh") }),
  );
  const property = fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
    const scene = await setup();
    for (const now of [...steps, { do: "refresh" } as const]) {
      await take(scene, now);
      if (!("do" in now && now.do === "refresh")) continue;
      await scene.store.refresh();
      scene.check();
    }
    scene.store.dispose();
  });
  await fc.assert(property, { numRuns: 150, seed: 20_261_124 });
});
