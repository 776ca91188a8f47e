import { expect, test } from "vitest";
import type { RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import { cancelRuns } from "#runs/store/cancelRuns.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import { aRun, failure, fakeApi } from "../../../support/fakeApi.ts";

const targets = Array.from({ length: 9 }, (_, index) => ({ connectionId: "app", runId: `run-${index}` }));

test("runs are canceled at most four at a time, and the store gets their new versions", async () => {
  let [now, maxAtOnce] = [0, 0];
  const { sessions, store } = sessionsOf({
    cancelRun: async () => {
      maxAtOnce = Math.max(maxAtOnce, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
    },
  });
  let done = 0;
  const result = await cancelRuns(sessions, targets, { onDone: () => done++, onUnread: unexpected });
  expect(result).toEqual({ canceled: expect.any(Array), failed: [], left: [] });
  expect(new Set(result.canceled)).toEqual(new Set(targets));
  expect([maxAtOnce, done]).toEqual([4, 9]);
  expect(targets.map(({ runId }) => store.get(runId)?.status)).toEqual(targets.map(() => "canceled"));
});

test("a failure is reported with its reason and stops no other run", async () => {
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

test("after a stop, sent requests are awaited, and no more are sent", async () => {
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
  expect(canceled.map(({ runId }) => runId).toSorted()).toEqual(sent.toSorted());
  expect(sent.length).toBeLessThan(targets.length);
  expect(canceled.length + left.length).toBe(targets.length);
});

const fails = (error: ApiError) => async (): Promise<never> => Promise.reject(error);
const lost = new ApiError({ kind: "server", message: "The app cannot answer.", status: 502, outcomeUnknown: true });

test.each([
  ["canceled", 1],
  ["started", 0],
])("a cancel whose response is lost is read in the run: %s", async (status, expected) => {
  const { sessions, store } = sessionsOf({ cancelRun: fails(lost), getRun: async (id) => aRun(id, status, 0) });
  const { canceled, failed } = await cancelRuns(sessions, targets.slice(0, 1), { onUnread: unexpected });
  expect(canceled).toHaveLength(expected);
  expect(failed.map(({ error }) => error)).toEqual(expected === 1 ? [] : [lost]);
  expect(store.get("run-0")?.status).toBe(status);
});

function sessionsOf(calls: Partial<RunsApi>) {
  const api = fakeApi({ getRun: async (id) => aRun(id, "canceled", 0), ...calls });
  const session = new RunsSession("app", async () => api);
  return { sessions: { get: () => session }, store: session.store };
}

function unexpected(error: unknown): never {
  throw error;
}
