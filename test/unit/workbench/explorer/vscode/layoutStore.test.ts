import { beforeEach, describe, expect, test } from "vitest";
import { readAs } from "#base/stored.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { forgetRemoved } from "#workbench/core/sharedState.ts";
import { LayoutStore, severalId, storedViewSchema } from "#workbench/explorer/vscode/layoutStore.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { type SharedState } from "../../../../support/state/sharedState.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";

const failed = { statuses: ["failed"] };
const query = "status:failed";

describe("the layouts", () => {
  let window: ExtensionState;
  let disk: MemoryDisk;
  let shared: SharedState;
  let connections: ConnectionStore;
  let store: LayoutStore;
  let changes: number;
  let one: string;
  let other: string;

  beforeEach(async () => {
    window = new ExtensionState();
    disk = new MemoryDisk();
    shared = await openShared(disk);
    changes = 0;
    connections = connectionsOf(shared);
    one = (await connections.add({ name: "One", baseUrl: "one.example.com" })).id;
    other = (await connections.add({ name: "Other", baseUrl: "other.example.com" })).id;
    store = open();
    store.onDidChange(() => changes++);
  });

  /** This window, after a reload. */
  const open = (): LayoutStore => new LayoutStore({ ...shared, window: window.open() }, connections);
  const openOther = async (): Promise<LayoutStore> =>
    new LayoutStore({ ...(await openShared(disk)), window: new ExtensionState().open() }, connections);

  test("keep a filter for its connection and its window", async () => {
    await store.setFilter(one, { ...failed, userId: "" });
    expect(open().layout(one).filter).toEqual(failed);
    expect(store.layout(other).filter).toEqual({});
    expect((await openOther()).layout(one).filter).toEqual({});
    expect(changes).toBe(1);
  });

  test("keep grouping and order for the person, in every window and connection", async () => {
    await store.arrange("groupBy", "user");
    await store.arrange("sortBy", "duration");
    expect((await openOther()).layout(other)).toEqual({ filter: {}, groupBy: "user", sortBy: "duration" });
    expect(changes).toBe(2);
  });

  test("keep views under names of their own, rename and delete them", async () => {
    const first = await store.saveView(one, "Failed", query);
    const second = await store.saveView(one, "Failed", "user:ann since:7d");
    expect([first.name, second.name]).toEqual(["Failed", "Failed 2"]);
    expect((await openOther()).views(one)).toEqual([first, second]);
    expect(store.views(other)).toEqual([]);
    await store.renameView(one, second.id, "Failed");
    await store.renameView(one, first.id, "All that failed");
    expect(store.views(one).map(({ name }) => name)).toEqual(["All that failed", "Failed 2"]);
    await store.deleteView(one, first.id);
    expect(store.views(one).map(({ id }) => id)).toEqual([second.id]);
    expect(changes).toBeGreaterThanOrEqual(4);
  });

  test("name the connections of a filter and a view as they are called now, and drop those that are gone", async () => {
    await store.setFilter(severalId, { ...failed, connections: ["one", "Other"] });
    await store.saveView(severalId, "Both", "connection:one,Other status:failed");
    await store.saveView(severalId, "Alone", "connection:One");
    await connections.rename(one, "The first");
    const queries = (): string[] =>
      open()
        .views(severalId)
        .map((view) => view.query ?? "");
    const expected = { ...failed, connections: ["The first", "Other"] };
    expect(open().layout(severalId).filter).toEqual(expected);
    expect(open().views(severalId)[0]).toMatchObject({ filter: expected });
    expect(queries()).toEqual(['connection:"The first",Other status:failed', 'connection:"The first"']);
    // A new connection with the old name is another one.
    await connections.add({ name: "One", baseUrl: "new.example.com" });
    expect(open().chosenConnections.map(({ id }) => id)).toEqual([one, other]);
    await connections.remove(one);
    expect(open().layout(severalId).filter.connections).toEqual(["Other"]);
    expect(queries()).toEqual(["connection:Other status:failed"]);
    await connections.remove(other);
    expect(open().layout(severalId).filter).toEqual(failed);
    await expect(store.setFilter(severalId, { connections: ["Other"] })).rejects.toThrow(
      "connections: no connection is named “Other”. Choose from these: One.",
    );
  });

  test("name the connection of a saved search as it is called now, and drop the search with it", async () => {
    await store.saveView(other, "Slow", "connection:One tool:issue_refund");
    await connections.rename(one, "The first");
    expect(open().views(other)).toMatchObject([{ isSearch: true, query: 'connection:"The first" tool:issue_refund' }]);
    await connections.remove(one);
    expect(open().views(other)).toEqual([]);
  });

  test("are forgotten with their connection, and no other one's", async () => {
    for (const id of [one, other]) {
      await store.setFilter(id, failed);
      await store.saveView(id, "Failed", query);
    }
    await connections.remove(one);
    forgetRemoved(shared.folder, (id) => connections.wasRemoved(id));
    await Promise.all([window.settled(), shared.folder.settled()]);
    expect(
      [...Object.keys(window.values), ...(await openShared(disk)).views.entries().map(([id]) => id)].filter((key) =>
        key.includes(one),
      ),
    ).toEqual([]);
    expect(store.layout(other).filter).toEqual(failed);
    expect(store.views(other)).toHaveLength(1);
  });

  test.each<[unknown]>([[null], [1], [{ statuses: "failed" }], [{ sessionId: "x" }]])(
    "have no filter when storage holds %j",
    async (stored) => {
      await store.setFilter(one, failed);
      await window.settled();
      const memento = window.open();
      for (const key of memento.keys()) await memento.update(key, stored);
      await window.settled();
      expect(store.layout(one).filter).toEqual({});
      await store.setFilter(one, failed);
      expect(store.layout(one).filter).toEqual(failed);
    },
  );

  test("of two windows are both there, and each reads the other's", async () => {
    const there = await openOther();
    const [here, other] = await Promise.all([store.saveView(one, "Here", query), there.saveView(one, "There", query)]);
    await there.arrange("groupBy", "day");
    changes = 0;
    await shared.folder.refresh();
    expect(new Set(store.views(one))).toEqual(new Set([here, other]));
    expect(store.layout(one).groupBy).toBe("day");
    expect(changes).toBeGreaterThanOrEqual(2);
    await Promise.all([store.renameView(one, here.id, "Mine"), there.deleteView(one, other.id)]);
    expect((await openOther()).views(one).map(({ name }) => name)).toEqual(["Mine"]);
  });

  test("fall back when storage holds no grouping, order or views", async () => {
    await shared.preferences.put("dynamiqRuns.groupBy", "toString");
    await shared.preferences.put("dynamiqRuns.sortBy", 7);
    expect(store.layout(one)).toMatchObject({ groupBy: "status", sortBy: "newest" });
    const view = await store.saveView(one, "Failed", query);
    for (const stored of [null, 1, {}, { ...view, id: 1 }, { ...view, query: 1 }]) {
      expect(readAs(storedViewSchema, { connectionId: one, view: stored, order: 1 })).toBeUndefined();
    }
  });
});

const view = { id: "v", name: "Failed", query: "status:failed" };
const stored = { connectionId: "c", view, order: 1 };

test.each(["id", "name", "query"])("a saved view needs its %s", (field) => {
  expect(readAs(storedViewSchema, { ...stored, view: { ...view, [field]: 1 } })).toBeUndefined();
  expect(readAs(storedViewSchema, { ...stored, connectionId: 1 })).toBeUndefined();
});

test("a view keeps what a later version adds", () => {
  const later = { ...view, later: 1 };
  expect(readAs(storedViewSchema, { ...stored, view: later })).toStrictEqual({ ...stored, view: later });
});
