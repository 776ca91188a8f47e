import { expect, test } from "vitest";
import { RunStore } from "#runs/store/runStore.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import { queriesInSight } from "#workbench/explorer/core/queriesInSight.ts";
import type { RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { type GroupRef, RunsOutline, storeView } from "#workbench/explorer/core/runsOutline.ts";
import { aRun, FakeRuns } from "../../../../support/fakeApi.ts";

const views: SavedView[] = [{ id: "v1", name: "Bob's failures", filter: { statuses: ["failed"], userId: "bob" } }];
const ofView = { statuses: ["failed"], userId: "bob", order: "newest" };

async function setup(more: Partial<RunsLayout>) {
  const server = new FakeRuns();
  server.put(...Array.from({ length: 30 }, (_, i) => ({ ...aRun(`${i}`, "completed", i), user_id: "ann" })));
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: 10 });
  const layout: RunsLayout = { filter: {}, groupBy: "status", sortBy: "newest", ...more };
  store.show(storeView(layout));
  await store.refresh();
  const queries = (...open: GroupRef[]) =>
    queriesInSight(new RunsOutline(store, layout, views, 0), layout, views, open);
  const read = async (): Promise<void> => {
    store.watch(queries());
    await store.refresh();
  };
  return { server, store, layout, queries, read };
}

test("a saved view is read once for its count, and kept up to date while it is expanded", async () => {
  const { queries, read } = await setup({});
  expect(queries()).toEqual([ofView]);
  await read();
  expect(queries()).toEqual([]);
  expect(queries({ by: "view", value: "v1" })).toEqual([ofView]);
});
