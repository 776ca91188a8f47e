import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import type { RunOrder } from "#runs/store/runQuery.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { statusQuery, wholeView } from "#runs/store/storeView.ts";
import { FakeRuns } from "../../../support/fakeApi.ts";

const started = fc.record({
  second: fc.nat(5),
  id: fc.uuid(),
  status: fc.constantFrom("completed", "failed", "started"),
});
const sent = fc
  .uniqueArray(started, { minLength: 2, maxLength: 60, selector: ({ id }) => id })
  .map((runs) =>
    runs
      .toSorted((a, b) => a.second - b.second)
      .map(({ second, id, status }): Run => ({ id, status, started_at: new Date(second * 1_000).toISOString() })),
  );

test("runs of one second are in the app's order, in each list, over pages, and after a run has begun or changed", () =>
  fc.assert(
    fc.asyncProperty(sent, fc.integer({ min: 1, max: 20 }), async (runs, size) => {
      const server = new FakeRuns();
      const store = new RunStore({ api: async () => server.api, pageSize: size });
      const [newest, ...earlier] = runs.toReversed();
      server.put(...earlier.toReversed());
      await store.refresh();
      for (const order of ["newest", "oldest"] as const) await store.loadAll({ statuses: [], order });
      server.put(newest!);
      await store.refresh();
      const active = runs.find(({ status }) => status === "started");
      if (active) {
        server.put({ ...active, status: "paused" });
        store.upsert({ ...active, status: "paused" });
      }
      const ids = (of: readonly Run[]): string[] => of.map(({ id }) => id);
      const check = (order: RunOrder, sort: string): void =>
        expect(ids(store.list({ statuses: [], order }).runs)).toEqual(ids(server.sorted({ sort })));
      check("newest", "-started_at");
      check("oldest", "started_at");
      for (const status of ["completed", "failed"]) {
        const list = store.list(statusQuery(wholeView, status));
        // Nobody knows the place of a new run beside the last one that was read: it comes with the next page.
        if (list.hasMore && list.runs.at(-1)?.started_at === newest?.started_at) continue;
        const shown = ids(list.runs);
        expect(shown).toEqual(ids(server.sorted({ status })).slice(0, shown.length));
      }
    }),
  ));
