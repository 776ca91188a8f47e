import { beforeEach, describe, expect, test } from "vitest";
import { ConnectionStore } from "../../../src/connections/connectionStore.ts";
import { type LayoutChange, LayoutStore } from "../../../src/views/runsTree/layoutStore.ts";
import { memoryOf, secretsOf } from "../connections/fakeStorage.ts";

const failed = { statuses: ["failed"] };

describe("the layouts", () => {
  let window: Map<string, unknown>;
  let person: Map<string, unknown>;
  let connections: ConnectionStore;
  let store: LayoutStore;
  let changes: LayoutChange[];
  let one: string;
  let other: string;

  beforeEach(async () => {
    window = new Map();
    person = new Map();
    changes = [];
    connections = new ConnectionStore(memoryOf(person), memoryOf(new Map()), secretsOf(new Map()));
    one = (await connections.add({ name: "One", baseUrl: "one.example.com" })).id;
    other = (await connections.add({ name: "Other", baseUrl: "other.example.com" })).id;
    store = open();
    store.onDidChange((change) => changes.push(change));
  });

  const open = (ofWindow = window): LayoutStore =>
    new LayoutStore(memoryOf(ofWindow), memoryOf(person), connections, (error) => {
      throw error;
    });

  test("are at first: everything, by status, newest first", () => {
    expect(store.layout(one)).toEqual({ filter: {}, groupBy: "status", sortBy: "newest" });
    expect(store.views(one)).toEqual([]);
  });

  test("keep a filter for its connection and its window", async () => {
    await store.setFilter(one, { ...failed, text: "" });
    expect(open().layout(one).filter).toEqual(failed);
    expect(store.layout(other).filter).toEqual({});
    expect(open(new Map()).layout(one).filter).toEqual({});
    expect(changes).toEqual([{ kind: "filter", connectionId: one }]);
  });

  test("keep grouping and order for the person, in every window and connection", async () => {
    await store.setGroupBy("user");
    await store.setSortBy("duration");
    expect(open(new Map()).layout(other)).toEqual({ filter: {}, groupBy: "user", sortBy: "duration" });
    expect(changes).toEqual([{ kind: "groupBy" }, { kind: "sortBy" }]);
  });

  test("tell of no change when there is none", async () => {
    await store.setFilter(one, {});
    await store.setGroupBy("status");
    await store.setSortBy("newest");
    await store.deleteView(one, "no such view");
    await store.renameView(one, "no such view", "Name");
    expect(changes).toEqual([]);
  });

  test("keep views under names of their own, rename and delete them", async () => {
    const first = await store.saveView(one, "Failed", failed);
    const second = await store.saveView(one, "Failed", { text: "refund" });
    expect([first.name, second.name]).toEqual(["Failed", "Failed 2"]);
    expect(open(new Map()).views(one)).toEqual([first, second]);
    expect(store.views(other)).toEqual([]);
    await store.renameView(one, second.id, "Failed");
    await store.renameView(one, first.id, "All that failed");
    expect(store.views(one).map(({ name }) => name)).toEqual(["All that failed", "Failed 2"]);
    await store.deleteView(one, first.id);
    expect(store.views(one).map(({ id }) => id)).toEqual([second.id]);
    expect(new Set(changes.map((change) => JSON.stringify(change)))).toEqual(
      new Set([JSON.stringify({ kind: "views", connectionId: one })]),
    );
  });

  test("are forgotten with their connection, and no other one's", async () => {
    for (const id of [one, other]) {
      await store.setFilter(id, failed);
      await store.saveView(id, "Failed", failed);
    }
    await connections.remove(one);
    expect([...window.keys(), ...person.keys()].filter((key) => key.includes(one))).toEqual([]);
    expect(store.layout(other).filter).toEqual(failed);
    expect(store.views(other)).toHaveLength(1);
  });

  test("are forgotten at the next start when another window removed the connection", async () => {
    await store.setFilter(one, failed);
    store.dispose();
    await connections.remove(one);
    expect(window.size).toBe(1);
    open();
    expect(window.size).toBe(0);
  });

  test.each<[unknown]>([[null], [1], ["failed"], [[]], [{ statuses: "failed" }], [{ sessionId: "x" }]])(
    "have no filter when storage holds %j",
    async (stored) => {
      await store.setFilter(one, failed);
      for (const key of window.keys()) window.set(key, stored);
      expect(store.layout(one).filter).toEqual({});
      await store.setFilter(one, failed);
      expect(store.layout(one).filter).toEqual(failed);
    },
  );

  test("fall back when storage holds no grouping, order or views", async () => {
    person.set("dynamiqRuns.groupBy", "toString");
    person.set("dynamiqRuns.sortBy", 7);
    const view = await store.saveView(one, "Failed", failed);
    const key = [...person.keys()].find((each) => each.startsWith("dynamiqRuns.views.")) ?? "";
    person.set(key, [null, 1, {}, { ...view, id: 1 }, { ...view, filter: { text: 1 } }, view]);
    expect(store.layout(one)).toMatchObject({ groupBy: "status", sortBy: "newest" });
    expect(store.views(one)).toEqual([view]);
    person.set(key, { 0: view });
    expect(store.views(one)).toEqual([]);
  });
});
