import { expect, onTestFinished, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { MergedStore } from "#runs/store/apps/mergedStore.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { HeldRuns, StableOrder } from "#workbench/explorer/core/heldRuns.ts";
import type { RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { RunsOutline, storeView } from "#workbench/explorer/core/runsOutline.ts";
import { aRun, FakeRuns } from "../../../../support/fakeApi.ts";

const layout: RunsLayout = { filter: {}, groupBy: "status", sortBy: "newest" };
const asks = (id: string, at: number, ...requests: string[]): Run => ({
  ...aRun(id, "awaiting_input", at),
  input_requests: requests.map((each) => ({ id: each })),
});
const waiting = { by: "status", value: "awaiting_input" } as const;
const idsIn = (group: { runs: readonly Run[] } | undefined) => group?.runs.map(({ id }) => id);
const answered = { kind: "answered", words: "Approved · amount 480", requestId: "q" } as const;

async function setup(groupBy: RunsLayout["groupBy"] = "status", ...runs: Run[]) {
  const server = new FakeRuns();
  server.put(...runs);
  const store = new RunStore({ api: () => Promise.resolve(server.api) });
  const chosen = { ...layout, groupBy };
  store.show(storeView(chosen));
  await store.refresh();
  const held = new HeldRuns(pendingInputRequests);
  const views = [{ id: "waiting", name: "Waiting", filter: { statuses: ["awaiting_input"] } }];
  const outline = () => new RunsOutline(store, chosen, views, 0, { held });
  const hold = (id: string, act: Parameters<HeldRuns["hold"]>[1] = answered) =>
    held.hold(store.get(id)!, act, () => outline().rowIndexesOf(id));
  const rows = (by: "status" | "waiting" | "view", value: string) => idsIn(outline().group({ by, value }));
  return { store, held, outline, hold, rows };
}

const three = [asks("a", 3000, "q"), asks("b", 2000, "q"), asks("c", 1000, "q")];

test("an answered run stays where it was, in its group and nowhere else, and the count changes at once", async () => {
  const { store, outline, hold, rows } = await setup("status", ...three);
  hold("b");
  store.upsert(aRun("b", "started", 2000));
  expect(rows("status", "awaiting_input")).toEqual(["a", "b", "c"]);
  expect(rows("status", "started")).toEqual([]);
  const group = outline().group({ by: "status", value: "awaiting_input" });
  expect([group?.count, group?.held?.map(({ act }) => act.kind)]).toEqual([2, ["answered"]]);
  expect(outline().run("b")?.status).toBe("awaiting_input");
  expect(outline().held("b")?.act.words).toBe("Approved · amount 480");
  store.upsert(asks("new", 9000, "q"));
  expect(rows("status", "awaiting_input")?.[1]).toBe("b");
});

test("an act that had no effect releases its run, and the person all", async () => {
  const { hold, held, rows, store } = await setup("status", ...three);
  for (const id of ["a", "b"]) {
    hold(id);
    store.upsert(aRun(id, "started", 1));
  }
  expect(rows("status", "awaiting_input")).toEqual(["a", "b", "c"]);
  expect(held.clear()).toEqual(["a", "b"]);
  expect(rows("status", "awaiting_input")).toEqual(["c"]);

  hold("c");
  expect(held.release("c", "another")).toBe(false);
  expect(held.release("c", "q")).toBe(true);
  expect(held.isEmpty).toBe(true);
});

test("a held run that asks again waits like any other, where its row is", async () => {
  const { store, outline, hold, rows } = await setup("status", ...three);
  hold("b");
  hold("a", { kind: "gone", words: "No longer waiting" });
  for (const id of ["a", "b"]) store.upsert(aRun(id, "started", 1));
  expect([outline().held("a"), outline().held("b")].map((held) => held?.act.kind)).toEqual(["gone", "answered"]);
  store.upsert(asks("b", 2000, "next"));
  store.upsert(asks("a", 3000, "q"));
  expect(rows("status", "awaiting_input")).toEqual(["a", "b", "c"]);
  expect([outline().held("a"), outline().held("b")]).toEqual([undefined, undefined]);
  expect(outline().run("b")?.input_requests).toEqual([{ id: "next" }]);
  const group = outline().group(waiting);
  expect([group?.count, group?.held]).toEqual([3, []]);
  hold("b", { ...answered, requestId: "next" });
  expect(outline().held("b")?.act.kind).toBe("answered");
});

test("the count of another status leaves out held runs, as it has no row for them", async () => {
  const { store, outline, hold } = await setup("status", ...three);
  hold("b");
  store.upsert(aRun("b", "started", 2000));
  expect(outline().group({ by: "status", value: "started" })?.count).toBe(0);
  expect(outline().groups()).toHaveLength(1);
});

test("waiting runs keep the order in which they came, whatever becomes known of them; the next order is by question", async () => {
  const order = new StableOrder();
  const { store } = await setup("status", ...three);
  const times = new Map<string, number>();
  const asked = ({ id }: Run) => times.get(id);
  const shown = () => idsIn(new RunsOutline(store, layout, [], 0, { waitingOrder: order, asked }).group(waiting));
  expect(shown()).toEqual(["a", "b", "c"]);
  times.set("c", 9000).set("b", 8000);
  store.upsert(asks("new", 9100, "q"));
  times.set("new", 9200);
  expect(shown()).toEqual(["a", "b", "c", "new"]);
  // One that waits again comes back to its place.
  store.upsert(aRun("b", "started", 2000));
  expect(shown()).toEqual(["a", "c", "new"]);
  store.upsert(asks("b", 2000, "again"));
  expect(shown()).toEqual(["a", "b", "c", "new"]);
  expect(order.reset()).toBe(true);
  expect(shown()).toEqual(["new", "c", "b", "a"]);
});

test("the waiting runs of several apps are sorted until each has responded, and then those that come are at the end", async () => {
  const servers = [new FakeRuns(), new FakeRuns()] as const;
  for (const server of servers)
    server.put(...Array.from({ length: 30 }, (_, n) => aRun(`${n}`, "completed", 2_000 + n)));
  servers[0].put(asks("a", 3_000, "q"));
  servers[1].put(asks("b", 4_000, "q"), asks("old", 1_000, "q"));
  const second = Promise.withResolvers<void>();
  servers[1].before = () => second.promise;
  const store = new MergedStore();
  onTestFinished(() => store.dispose());
  store.show(storeView(layout));
  store.setApps(
    servers.map(({ api }, n) => ({ connectionId: `app ${n}`, store: new RunStore({ api: async () => api }) })),
  );
  const order = new StableOrder();
  const shown = () => idsIn(new RunsOutline(store, layout, [], 0, { waitingOrder: order }).group(waiting));
  await store.begin();
  expect(shown()).toEqual(["a@app 0"]);
  second.resolve();
  await expect.poll(() => store.state.apps).toEqual([]);
  expect(shown()).toEqual(["b@app 1", "a@app 0"]);
  for (const { store: own } of store.apps) own.upsert(asks("new", 9_000, "q"));
  expect(shown()).toEqual(["b@app 1", "a@app 0", "new@app 0", "new@app 1"]);
});
