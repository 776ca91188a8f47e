import { describe, expect, test } from "vitest";
import { RunStore, type StoreChange } from "#runs/store/runStore.ts";
import { statusQuery, wholeView } from "#runs/store/storeView.ts";
import { aRun, failure, FakeRuns } from "../../../support/fakeApi.ts";

function setup(pageSize = 3) {
  const server = new FakeRuns();
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize, now: () => 1000 });
  const changes: StoreChange[] = [];
  store.onDidChange((change) => changes.push(change));
  return { server, store, changes };
}

const of = (status: string) => statusQuery(wholeView, status);
const key = (store: RunStore, status: string) => store.list(of(status)).key;
const ids = (store: RunStore, status: string) => store.list(of(status)).runs.map(({ id }) => id);
const shown = (store: RunStore) =>
  store.statusLists.map(({ query, count, runs }) => [query.statuses[0], count, runs.map(({ id }) => id)]);
const many = (status: string, count: number) =>
  Array.from({ length: count }, (_, i) => aRun(`${status}-${i}`, status, 10_000 - i));

/** Holds the server's responses back until `release`. */
function gate(server: FakeRuns): () => void {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  server.before = () => opened;
  return () => {
    server.before = () => undefined;
    open();
  };
}

describe("a refresh", () => {
  test("reads every group newest first, with unknown statuses, and knows the counts", async () => {
    const { server, store } = setup();
    server.put(
      ...many("completed", 5),
      aRun("a", "awaiting_input", 7),
      aRun("m", "migrating", 20_000),
      aRun("c", "created"),
    );
    await store.refresh();
    expect(store.state).toMatchObject({ kind: "ready", at: 1000 });
    expect(shown(store)).toEqual([
      ["awaiting_input", 1, ["a"]],
      ["created", 1, ["c"]],
      ["completed", 5, ["completed-0", "completed-1", "completed-2"]],
      ["migrating", 1, ["m"]],
    ]);
    expect([store.count("awaiting_input"), store.count("created", "started")]).toEqual([1, 1]);
  });

  test("reports loading, then changes, and nothing without a change", async () => {
    const { server, store, changes } = setup();
    server.put(aRun("a", "started", 1), aRun("b", "completed", 1));
    await store.refresh();
    expect(changes.filter(({ kind }) => kind === "state")).toHaveLength(2);
    changes.length = 0;
    await store.refresh();
    expect(changes).toEqual([]);
    server.put({ ...aRun("b", "completed", 1), output: 1 });
    await store.refresh();
    expect(changes).toEqual([{ kind: "run", id: "b" }]);
    changes.length = 0;
    server.put(aRun("a", "completed", 1));
    await store.refresh();
    expect(changes).toContainEqual({ kind: "list", key: key(store, "started") });
    expect(changes).toContainEqual({ kind: "list", key: key(store, "completed") });
  });

  test("that fails keeps the rows, says why, and can be repeated", async () => {
    const { server, store } = setup();
    server.before = () => Promise.reject(failure("auth"));
    await store.refresh();
    expect(store.state).toMatchObject({ kind: "failed", error: { kind: "auth" }, at: 1000 });
    server.before = () => undefined;
    server.put(aRun("a", "started", 1));
    const asked = store.refresh();
    expect(store.state.kind).toBe("failed");
    await asked;
    expect(store.state.kind).toBe("ready");
    server.before = () => Promise.reject(failure());
    await store.refresh();
    expect(store.state).toMatchObject({ kind: "failed", error: { kind: "network" } });
    expect(shown(store)).toEqual([["started", 1, ["a"]]]);
  });

  test.each([1, 9])("clears the error of the runs that wait, which are also read alone (%i runs)", async (count) => {
    const { server, store } = setup();
    server.put(...many("completed", count - 1), aRun("a", "awaiting_input", 20_000));
    await store.refresh();
    server.before = () => Promise.reject(failure("network"));
    await store.read(of("awaiting_input"));
    expect(store.list(of("awaiting_input"))).toMatchObject({ error: { kind: "network" }, isRead: true });
    server.before = () => undefined;
    await store.refresh();
    expect(store.list(of("awaiting_input"))).toMatchObject({ error: undefined, errorAt: undefined, count: 1 });
  });

  test("that fails, too, shows no empty group for a list that was read alone: the state says what is wrong", async () => {
    const { server, store } = setup();
    server.before = () => Promise.reject(failure("network"));
    await store.read(of("awaiting_input"));
    expect(shown(store)).toEqual([]);
    await store.refresh();
    expect([store.state.kind, shown(store)]).toEqual(["failed", []]);
  });

  test("with one failed group shows the others, and that group's error until it can be read", async () => {
    const { server, store } = setup();
    server.put(...many("completed", 4), ...many("failed", 4));
    const isFailed = (status: unknown): boolean => String(status) === "failed";
    server.before = ({ status }) => (isFailed(status) ? Promise.reject(failure("invalid")) : undefined);
    await store.refresh();
    expect(store.state.kind).toBe("ready");
    expect(store.list(of("failed"))).toMatchObject({ error: { kind: "invalid" } });
    expect(shown(store).map(([status]) => status)).toEqual(["failed", "completed"]);
    expect(store.list(of("completed"))).toMatchObject({ count: 4 });
    expect(store.list(of("completed")).error).toBeUndefined();
    server.before = () => undefined;
    await store.refresh();
    expect(store.list(of("failed"))).toMatchObject({ count: 4 });
    expect(store.list(of("failed")).error).toBeUndefined();
  });
});

describe("upsert", () => {
  test("adds, changes and moves a run and the counts of both groups", async () => {
    const { server, store, changes } = setup();
    server.put(...many("completed", 5), aRun("s", "started", 5), aRun("t", "started", 4));
    await store.refresh();
    store.upsert(aRun("n", "started", 20_000));
    changes.length = 0;
    store.upsert(aRun("n", "started", 20_000));
    expect(changes).toEqual([]);
    store.upsert({ ...aRun("n", "started", 20_000), output: 1 });
    expect(changes).toEqual([{ kind: "run", id: "n" }]);
    store.upsert(aRun("n", "completed", 20_000));
    expect(store.list(of("started"))).toMatchObject({ count: 2 });
    expect(store.list(of("completed"))).toMatchObject({ count: 6, hasMore: true });
    expect(ids(store, "completed")[0]).toBe("n");
    expect(store.get("n")?.status).toBe("completed");
  });

  test("is newer than a refresh that began before, and older than one that began after", async () => {
    const { server, store } = setup();
    server.put(aRun("a", "started", 1));
    await store.refresh();
    const release = gate(server);
    const asked = store.refresh();
    await new Promise((resolve) => setImmediate(resolve));
    store.upsert(aRun("a", "awaiting_input", 1));
    store.upsert(aRun("new", "created"));
    release();
    await asked;
    expect(shown(store)).toEqual([
      ["awaiting_input", 1, ["a"]],
      ["created", 1, ["new"]],
    ]);
    await store.refresh();
    expect(shown(store)).toEqual([["started", 1, ["a"]]]);
  });
});
