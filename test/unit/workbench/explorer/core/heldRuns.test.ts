import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Run } from "#api/schemas.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
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

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function setup(groupBy: RunsLayout["groupBy"] = "status", ...runs: Run[]) {
  const server = new FakeRuns();
  server.put(...runs);
  const store = new RunStore({ api: () => Promise.resolve(server.api) });
  const chosen = { ...layout, groupBy };
  store.show(storeView(chosen));
  await store.refresh();
  const released: (readonly string[])[] = [];
  const held = new HeldRuns(pendingInputRequests, (ids) => released.push(ids));
  const views = [{ id: "waiting", name: "Waiting", filter: { statuses: ["awaiting_input"] } }];
  const outline = () => new RunsOutline(store, chosen, views, 0, { held });
  const hold = (id: string, act: Parameters<HeldRuns["hold"]>[1] = answered) =>
    held.hold(store.get(id)!, act, () => outline().placesOf(id));
  const rows = (by: "status" | "waiting" | "view", value: string) => idsIn(outline().group({ by, value }));
  return { store, held, outline, hold, rows, released };
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

test("all are released ten seconds after the last act, or with an act that had no effect", async () => {
  const { hold, held, rows, released, store } = await setup("status", ...three);
  hold("a", { ...answered, words: "Sending…" });
  vi.advanceTimersByTime(9_000);
  hold("b");
  for (const id of ["a", "b"]) store.upsert(aRun(id, "started", 1));
  vi.advanceTimersByTime(9_999);
  expect(rows("status", "awaiting_input")).toEqual(["a", "b", "c"]);
  vi.advanceTimersByTime(1);
  expect(released).toEqual([["a", "b"]]);
  expect(rows("status", "awaiting_input")).toEqual(["c"]);

  hold("c");
  expect(held.release("c", "another")).toBe(false);
  expect(held.release("c", "q")).toBe(true);
  expect(held.isEmpty).toBe(true);
});

test("waiting runs are in the order of their questions once the times are known, and new ones stay at the end", async () => {
  const order = new StableOrder();
  const { store } = await setup("status", ...three);
  const times = new Map<string, number>();
  const asked = ({ id }: Run) => times.get(id);
  const shown = () => idsIn(new RunsOutline(store, layout, [], 0, { waitingOrder: order, asked }).group(waiting));
  expect(shown()).toEqual(["a", "b", "c"]);
  times.set("c", 9000).set("b", 8000);
  expect(shown()).toEqual(["c", "b", "a"]);
  store.upsert(asks("new", 9100, "q"));
  times.set("new", 9200);
  expect(shown()).toEqual(["c", "b", "a", "new"]);
  // A second question of a run whose row is shown doesn't move the row.
  times.set("b", 9900);
  expect(shown()).toEqual(["c", "b", "a", "new"]);
  order.reset();
  expect(shown()).toEqual(["b", "new", "c", "a"]);
});
