import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { RunStore } from "#runs/store/runStore.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { oldestFirst, readWaiting, waitingIn } from "#workbench/inputRequests/core/waitingRuns.ts";
import { aRun, failure, FakeRuns } from "../../../../support/fakeApi.ts";

const connection: Connection = { id: "app", name: "Support", baseUrl: "http://127.0.0.1:8080" };
const asks = (id: string, startedAt: number, ...requests: string[]): Run => ({
  ...aRun(id, "awaiting_input", startedAt),
  input_requests: requests.map((request) => ({ id: request, type: "approval_request" })),
});

function appWith(...runs: Run[]) {
  const server = new FakeRuns();
  server.put(...runs);
  return { server, session: { store: new RunStore({ api: () => Promise.resolve(server.api) }) } };
}

test("reads the questions of an app with one request, the oldest first", async () => {
  const { server, session } = appWith(
    asks("new", 3000, "c"),
    asks("old", 1000, "a", "b"),
    aRun("done", "completed", 500),
  );
  const { questions, hasMore, error } = await readWaiting(connection, session);
  expect(questions.map(({ connectionId, run, request, since }) => [connectionId, run.id, request.id, since])).toEqual([
    ["app", "old", "a", 1000],
    ["app", "old", "b", 1000],
    ["app", "new", "c", 3000],
  ]);
  expect([hasMore, error]).toEqual([false, undefined]);
  expect(server.queries).toHaveLength(1);
});

test("sorts by when a question was asked, once that is known", async () => {
  const { session } = appWith(asks("first", 1000, "a"), asks("second", 2000, "b"));
  const times = { of: (runId: string) => (runId === "first" ? 9000 : undefined) };
  const { questions } = await readWaiting(connection, session, times);
  expect(questions.map(({ request, since }) => [request.id, since])).toEqual([
    ["b", 2000],
    ["a", 9000],
  ]);
  expect(oldestFirst([{ since: undefined }, { since: 5 }])).toEqual([{ since: 5 }, { since: undefined }]);
});

test("reads all that wait: the oldest are on the last page", async () => {
  const { server, session } = appWith(...Array.from({ length: 230 }, (_, n) => asks(`run-${n}`, 1000 + n, "a")));
  const { questions, hasMore } = await readWaiting(connection, session);
  expect(questions[0]?.run.id).toBe("run-0");
  expect([questions.length, hasMore]).toEqual([230, false]);
  expect(server.queries.length).toBeLessThanOrEqual(4);
});

test("an app that fails keeps what is known of it, with the reason", async () => {
  const { server, session } = appWith(asks("run", 1000, "a"));
  await readWaiting(connection, session);
  server.before = () => Promise.reject(failure("forbidden"));
  const { questions, error } = await readWaiting(connection, session);
  expect(questions).toHaveLength(1);
  expect(error?.kind).toBe("forbidden");
  expect(waitingIn(connection, session).error).toBe(error);
});
