import { expect, test } from "vitest";
import type { RunsApi } from "../../../src/api/contract.ts";
import { cancelRuns } from "../../../src/runs/cancelRuns.ts";
import { RunsSession } from "../../../src/runs/session.ts";
import { aRun, failure, fakeApi } from "./fakeApi.ts";

const targets = Array.from({ length: 9 }, (_, index) => ({ connectionId: "app", runId: `run-${index}` }));

test("runs are canceled at most four at a time, and the store has each as it is then", async () => {
  let [now, most] = [0, 0];
  const { sessions, store } = sessionsOf({
    cancelRun: async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
    },
  });
  let done = 0;
  const result = await cancelRuns(sessions, targets, { onDone: () => done++, onUnread: unexpected });
  expect(result).toEqual({ canceled: expect.any(Array), failed: [], left: [] });
  expect(result.canceled.toSorted(byId)).toEqual(targets);
  expect([most, done]).toEqual([4, 9]);
  expect(targets.map(({ runId }) => store.get(runId)?.status)).toEqual(targets.map(() => "canceled"));
});

test("what fails is told with its reason and keeps no other run from being canceled", async () => {
  const { sessions, store } = sessionsOf({
    cancelRun: async (id) => {
      if (id === "run-1" || id === "run-7") throw failure("forbidden");
    },
  });
  const { canceled, failed } = await cancelRuns(sessions, targets, { onUnread: unexpected });
  expect(failed.map(({ target }) => target.runId).toSorted()).toEqual(["run-1", "run-7"]);
  expect(failed[0]?.error).toMatchObject({ kind: "forbidden" });
  expect(canceled).toHaveLength(7);
  expect(store.get("run-1")).toBeUndefined();
});

test("a person who stops lets what was sent come back, and nothing more is sent", async () => {
  const aborter = new AbortController();
  const sent: string[] = [];
  const { sessions } = sessionsOf({
    cancelRun: async (id) => {
      sent.push(id);
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  const { canceled, left } = await cancelRuns(sessions, targets, {
    signal: aborter.signal,
    onDone: () => aborter.abort(),
    onUnread: unexpected,
  });
  expect(canceled.map(({ runId }) => runId).toSorted(byText)).toEqual(sent.toSorted(byText));
  expect(sent.length).toBeLessThan(targets.length);
  expect(canceled.length + left.length).toBe(targets.length);
});

test("a canceled run that cannot be read again is canceled all the same", async () => {
  const { sessions } = sessionsOf({
    cancelRun: async () => undefined,
    getRun: async () => {
      throw failure("network");
    },
  });
  const unread: unknown[] = [];
  const { canceled, failed } = await cancelRuns(sessions, targets.slice(0, 1), { onUnread: (error) => unread.push(error) });
  expect([canceled.length, failed.length]).toEqual([1, 0]);
  expect(unread).toMatchObject([{ kind: "network" }]);
});

function sessionsOf(calls: Partial<RunsApi>) {
  const api = fakeApi({ getRun: async (id) => aRun(id, "canceled", 0), ...calls });
  const session = new RunsSession("app", async () => api, () => 25);
  return { sessions: { get: () => session }, store: session.store };
}

function unexpected(error: unknown): never {
  throw error;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function byId(a: { runId: string }, b: { runId: string }): number {
  return byText(a.runId, b.runId);
}
