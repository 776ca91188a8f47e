import { expect, test } from "vitest";
import { RunStore } from "#runs/store/runStore.ts";
import { statusQuery, wholeView } from "#runs/store/storeView.ts";
import { aRun, failure, FakeRuns } from "../../../support/fakeApi.ts";

const completed = statusQuery(wholeView, "completed");

/** An app that allows no request for half a minute, until it is let go on. */
function setup() {
  const server = new FakeRuns();
  server.put(...Array.from({ length: 40 }, (_, i) => aRun(`run-${i}`, "completed", 1_000_000 - i)));
  const store = new RunStore({ api: () => Promise.resolve(server.api), pageSize: 10, now: () => 1_000 });
  const { promise: allowed, resolve: goOn } = Promise.withResolvers<void>();
  const limited = failure("rate-limited");
  const limit = (): void => {
    server.before = async (_query, { onRetry } = {}) => {
      onRetry?.(limited, 30_000);
      await allowed;
    };
  };
  return { server, store, limit, goOn, retry: { error: limited, wait: 30_000, at: 31_000 } };
}

test("a refresh says at once why it waits, and until when", async () => {
  const { store, limit, goOn, retry } = setup();
  limit();
  const told: unknown[] = [];
  store.onDidChange(({ kind }) => kind === "state" && told.push(store.state.retry));
  const reading = store.refresh();
  await expect.poll(() => store.state).toEqual({ kind: "loading", retry });
  goOn();
  await reading;
  expect(told).toContainEqual(retry);
  expect(store.state).toEqual({ kind: "ready", at: 1_000 });
});

test("so does one over known rows, which stay", async () => {
  const { store, limit, goOn, retry } = setup();
  await store.refresh();
  limit();
  const reading = store.refresh();
  await expect.poll(() => store.state).toEqual({ kind: "ready", at: 1_000, retry });
  expect(store.statusLists[0]?.runs).toHaveLength(10);
  goOn();
  await reading;
  expect(store.state.retry).toBeUndefined();
});

test("so does a list that is read on", async () => {
  const { store, limit, goOn, retry } = setup();
  await store.refresh();
  limit();
  const reading = store.loadMore(completed);
  await expect.poll(() => store.list(completed)).toMatchObject({ loading: true, retry });
  goOn();
  await reading;
  expect(store.list(completed)).toMatchObject({ loading: false, retry: undefined });
});

test("of several requests that wait, the longest wait is said, until none waits", async () => {
  const { server, store } = setup();
  await store.refresh();
  const waits = [2_000, 30_000, 500];
  const open: (() => void)[] = [];
  server.before = async (_query, { onRetry } = {}) => {
    onRetry?.(failure(), waits[open.length] ?? 0);
    await new Promise<void>((resolve) => open.push(resolve));
  };
  store.watch([1, 2].map((n) => ({ statuses: [], userId: `user-${n}`, order: "newest" })));
  const reading = store.refresh();
  await expect.poll(() => open.length).toBe(1);
  open[0]?.();
  await expect.poll(() => open.length).toBe(3);
  expect(store.state.retry?.at).toBe(31_000);
  open[1]?.();
  await expect.poll(() => store.state.retry?.at).toBe(1_500);
  open[2]?.();
  await reading;
  expect(store.state.retry).toBeUndefined();
});

test("another view doesn't say that the one before had to wait", async () => {
  const { store, limit, goOn } = setup();
  limit();
  const reading = store.refresh();
  await expect.poll(() => store.state.retry).toBeDefined();
  store.show({ ...wholeView, order: "oldest" });
  expect(store.state.retry).toBeUndefined();
  goOn();
  await reading;
  expect(store.state.retry).toBeUndefined();
});
