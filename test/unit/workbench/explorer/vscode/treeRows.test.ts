import { expect, onTestFinished, test } from "vitest";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { MergedStore } from "#runs/store/apps/mergedStore.ts";
import { RunStore, type StoreState } from "#runs/store/runStore.ts";
import { HeldRuns } from "#workbench/explorer/core/heldRuns.ts";
import type { RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { RunsOutline, storeView } from "#workbench/explorer/core/runsOutline.ts";
import { NodeCache, nodeId, type RunsNode } from "#workbench/explorer/vscode/nodes.ts";
import { TreeRows, TreeShapes } from "#workbench/explorer/vscode/treeRows.ts";
import { aRun, failure, FakeRuns } from "../../../../support/fakeApi.ts";

const layout: RunsLayout = { filter: {}, groupBy: "status", sortBy: "newest" };
const group: RunsNode = { kind: "group", by: "status", value: "completed" };

async function setup(loaded: number, total: number) {
  const server = new FakeRuns();
  server.put(...Array.from({ length: total }, (_, i) => aRun(`r${i}`, "completed", 1_000_000_000 - i * 1000)));
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: 200 });
  store.show(storeView(layout));
  await store.refresh();
  const outline = () => new RunsOutline(store, layout, [], Date.now());
  for (;;) {
    const list = outline().group({ by: "status", value: "completed" })?.list;
    if (!list?.hasMore || list.runs.length >= loaded) break;
    await store.loadMore(list.query);
  }
  const rows = new TreeRows(new NodeCache());
  const children = (node: RunsNode | undefined) => rows.children(node, outline(), store.state);
  return { server, store, outline, rows, children };
}

test("no node has more than 1,000 children: more runs are folded, each run appears once, in order", async () => {
  const { children, rows, outline } = await setup(Infinity, 2_345);
  const folds = children(group);
  expect(folds.map(nodeId)).toEqual([0, 1000, 2000].map((from) => `fold:${from}:group:status:completed`));
  const runs = folds.flatMap((fold) => children(fold));
  const ids = Array.from({ length: 2_345 }, (_, i) => `r${i}`);
  expect(runs.map((node) => node.kind === "run" && node.runId)).toEqual(ids);
  const ranges = folds.map((fold) => (fold.kind === "fold" ? rows.foldRange(fold, outline()) : undefined));
  expect(ranges.map((range) => range?.to)).toEqual([1000, 2000, 2345]);
  for (const node of [group, ...folds]) expect(children(node).length).toBeLessThanOrEqual(1000);
});

test("only changes are drawn again: a row for a run, a group for its count, everything for another group", async () => {
  const { server, store, outline, children, rows } = await setup(200, 250);
  const shapes = new TreeShapes();
  const changed = () => shapes.changed(children(undefined), outline(), store, rows)?.map(nodeId);
  shapes.remember(children(undefined), outline(), store);
  store.upsert({ ...aRun("r3", "completed", 1_000_000_000 - 3000), output: "other" });
  expect(changed()).toEqual([]);
  store.upsert(aRun("new", "completed", 2_000_000_000));
  expect(changed()).toEqual(["group:status:completed"]);
  expect(changed()).toEqual([]);
  server.put(aRun("failed", "failed", 3_000_000_000));
  await store.refresh();
  expect(changed()).toBeUndefined();
});

test("a list that is being read draws only the row at its end again", async () => {
  const { store, outline, children, rows } = await setup(200, 250);
  const shapes = new TreeShapes();
  const changed = () => shapes.changed(children(undefined), outline(), store, rows)?.map(nodeId);
  shapes.remember(children(undefined), outline(), store);
  const { query } = outline().group({ by: "status", value: "completed" })!.list!;
  const reading = store.read(query);
  expect(changed()).toEqual(["more:group:status:completed"]);
  await reading;
  expect(changed()).toEqual(["more:group:status:completed"]);
  expect(changed()).toEqual([]);
});

test("an answer changes the structure of no group: VS Code would forget the rows of one that is drawn again", async () => {
  const { store, rows } = await setup(1, 1);
  const asks = (id: string, at: number) => ({
    ...aRun(id, "awaiting_input", 2_000_000_000_000 + at),
    input_requests: [{ id: "q" }],
  });
  for (const [at, id] of ["a", "b", "c"].entries()) store.upsert(asks(id, at));
  const held = new HeldRuns(pendingInputRequests);
  const outline = () => new RunsOutline(store, layout, [], Date.now(), { held });
  const roots = () => rows.children(undefined, outline(), store.state);
  const shapes = new TreeShapes();
  shapes.remember(roots(), outline(), store);
  const changed = () => shapes.changed(roots(), outline(), store, rows)?.map(nodeId);
  for (const status of ["awaiting_input", "started", "completed"]) {
    held.hold(store.get("b")!, { kind: "answered", words: "Approved", requestId: "q" }, () =>
      outline().rowIndexesOf("b"),
    );
    store.upsert({ ...aRun("b", status, 2_000_000_000_001) });
    expect(changed()).toEqual([]);
  }
  expect(outline().group({ by: "status", value: "started" })?.count).toBe(0);
  held.clear();
  expect(changed()).toEqual(["group:status:awaiting_input", "group:status:completed"]);
});

test("apps that fail come below the runs that wait, and those that are loading at the end: no row that waits moves", async () => {
  const { store, outline, rows } = await setup(1, 1);
  store.upsert(aRun("asks", "awaiting_input", 2_000_000_000_000));
  const state: StoreState = {
    kind: "ready",
    apps: [
      { connectionId: "down", state: { kind: "failed", error: failure() } },
      { connectionId: "slow", state: { kind: "loading" } },
    ],
  };
  expect(rows.children(undefined, outline(), state).map(nodeId)).toEqual([
    "group:status:awaiting_input",
    nodeId({ kind: "error", connectionId: "down" }),
    "group:status:completed",
    nodeId({ kind: "loading" }),
  ]);
});

test("a waiting run is on top and in its own group: two rows with different ids", async () => {
  const { store, rows } = await setup(1, 1);
  store.upsert({ ...aRun("asks", "awaiting_input", 2_000_000_000_000), user_id: "ann" });
  const byUser = () => new RunsOutline(store, { ...layout, groupBy: "user" }, [], Date.now());
  const roots = rows.children(undefined, byUser(), store.state);
  const [top, own] = roots.map((node) => rows.children(node, byUser(), store.state).map(nodeId));
  expect(roots.map(nodeId).slice(0, 2)).toEqual(["group:waiting:", "group:user:ann"]);
  expect([top, own]).toEqual([["run:asks:waiting"], ["run:asks"]]);
});

test("a run that ends is drawn again in its batch and in a saved view, beside its new group", async () => {
  const { store } = await setup(1, 1);
  const ids = ["a", "b"];
  for (const id of ids) store.upsert(aRun(id, "started", 2_000_000_000_000));
  const counts = { isSending: false, waiting: 0, failed: 0, missing: 0, unknown: 0 };
  const views = [
    {
      id: "batch",
      name: "tickets.jsonl",
      filter: {},
      batch: { ...counts, runs: { id: "batch", ids: new Set(ids) }, lines: new Map<string, string>() },
    },
    { id: "all", name: "All", filter: {} },
  ];
  const outline = () => new RunsOutline(store, layout, views, Date.now());
  const rows = new TreeRows(new NodeCache());
  for (const node of rows.shaped(outline(), store.state)) rows.children(node, outline(), store.state);
  for (const id of ids) store.upsert({ ...aRun(id, "completed", 2_000_000_000_000), ended_at: "2033-05-18T03:34:00Z" });

  const redraw = (changed: readonly RunsNode[]): string[] => rows.redrawn(changed, ids, outline()).map(nodeId).sort();
  const inViews = ["run:a:all", "run:a:batch", "run:b:all", "run:b:batch"];
  expect(redraw([{ kind: "group", by: "status", value: "completed" }])).toEqual(["group:status:completed", ...inViews]);
  const inAll = ["run:a", "run:a:all", "run:b", "run:b:all"];
  expect(redraw([{ kind: "view", viewId: "batch" }])).toEqual([...inAll, "view:batch"]);
  expect(redraw([])).toEqual(["run:a", "run:b", ...inViews].sort());
});

test("saved views and batches are on top, below waiting runs, with any grouping; *Load More* stays last", async () => {
  const { store, rows } = await setup(200, 300);
  const views = ["v1", "v2"].map((id) => ({ id, name: id, filter: {} }));
  const roots = (groupBy: RunsLayout["groupBy"], some = views) => {
    store.show(storeView({ ...layout, groupBy }));
    const outline = new RunsOutline(store, { ...layout, groupBy }, some, Date.now());
    return rows.children(undefined, outline, store.state).map(nodeId);
  };
  expect(roots("status")).toEqual(["views", "group:status:completed"]);
  store.upsert({ ...aRun("asks", "awaiting_input", 2_000_000_000_000), user_id: "ann" });
  store.upsert({ ...aRun("runs", "started", 1_900_000_000_000), user_id: "bob" });
  const groups = ["group:status:started", "group:status:completed"];
  expect(roots("status")).toEqual(["group:status:awaiting_input", "views", ...groups]);
  expect(roots("status", [])).not.toContain("views");
  const users = ["group:user:ann", "group:user:bob", "group:user:"];
  expect(roots("user")).toEqual(["group:waiting:", "views", ...users, "more:"]);

  const outline = new RunsOutline(store, layout, views, Date.now());
  expect(rows.children({ kind: "views" }, outline, store.state).map(nodeId)).toEqual(["view:v1", "view:v2"]);
  expect(rows.parent(rows.viewNode("v1"))).toBe(rows.children(undefined, outline, store.state)[1]);
});

test("an app that makes the list wait long is said in a row on top, a short wait isn't", async () => {
  const { children, store, rows, outline } = await setup(25, 30);
  const first = (wait: number) => {
    const retry = { error: failure("rate-limited"), wait, at: wait };
    return rows.children(undefined, outline(), { ...store.state, retry })[0]?.kind;
  };
  expect(children(undefined)[0]?.kind).toBe("group");
  expect([first(300), first(30_000)]).toEqual(["group", "error"]);
});

test("what isn't in the list stands above all rows, also while the list can't be read", async () => {
  const { store, outline } = await setup(1, 1);
  const command = { title: "", command: "" };
  let notice = { label: "1 lost trace", description: "another key", tooltip: "", command };
  const start = { label: "Run a.json", description: "", command };
  const rows = new TreeRows(new NodeCache(), { start: () => start, notice: () => notice });
  const shapes = new TreeShapes();
  const roots = () => rows.children(undefined, outline(), store.state);
  expect(roots().map(nodeId)).toEqual(["notice", "start", "group:status:completed"]);
  shapes.remember(roots(), outline(), store);
  notice = { ...notice, label: "2 lost traces" };
  expect(shapes.changed(roots(), outline(), store, rows)?.map(nodeId)).toEqual(["notice"]);
  expect(rows.children(undefined, outline(), { kind: "failed" }).map(nodeId).slice(0, 2)).toEqual([
    "notice",
    "error:all",
  ]);
});

test("a group of several apps can be read on before its lists were read", async () => {
  const server = new FakeRuns();
  server.put(...Array.from({ length: 60 }, (_, i) => aRun(`r${i}`, "completed", 1_000_000_000 - i * 1000)));
  const store = new MergedStore();
  onTestFinished(() => store.dispose());
  store.setApps([{ connectionId: "app", store: new RunStore({ api: () => Promise.resolve(server.api) }) }]);
  store.show(storeView(layout));
  await store.begin();
  const outline = new RunsOutline(store, layout, [], Date.now());
  const shown = outline.group({ by: "status", value: "completed" });
  expect([shown?.runs.length, shown?.atLeast, shown?.isPreview]).toEqual([25, true, true]);
  const last = new TreeRows(new NodeCache()).children(group, outline, store.state).at(-1);
  expect(last).toMatchObject({ kind: "more", list: shown?.list?.key });
});
