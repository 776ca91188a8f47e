import { expect, test } from "vitest";
import type { Run } from "../../../../src/api/schemas.ts";
import { contentKey } from "../../../../src/runs/batch/contentKey.ts";
import { lookUpLines, readBaseline } from "../../../../src/runs/batch/lookUp.ts";
import { aRun, FakeRuns, failure } from "../fakeApi.ts";
import { aBatch, aLine } from "./batches.ts";

const unknown = { kind: "unknown", reason: "The connection broke." } as const;

function runOf(id: string, line: number, startedAt?: number): Run {
  return { ...aRun(id, "completed", startedAt), input: { line } };
}

function lost(lines: readonly number[], runs: Run[], baseline = { runIds: [] as string[] }) {
  const app = new FakeRuns();
  app.put(...runs);
  const { batch } = aBatch(lines.map((line, n) => aLine(n, { input: { line } })), { states: lines.map(() => unknown), head: { baseline } });
  return { app, batch };
}

test("a run with a line's content is the line's, when it is the only one", async () => {
  const { app, batch } = lost([0, 1], [runOf("a", 0, 1000), runOf("b", 7, 2000)]);
  expect((await lookUpLines(batch, app.api, "10:14")).map(({ id }) => id)).toEqual(["a"]);
  expect(batch.states).toEqual([
    { kind: "created", runId: "a" },
    { ...unknown, finding: "No run like it was in the list at 10:14." },
  ]);
});

test("two runs like it may be anybody's", async () => {
  const { app, batch } = lost([0], [runOf("a", 0, 1000), runOf("b", 0, 2000)]);
  await lookUpLines(batch, app.api, "10:14");
  expect(batch.states).toEqual([
    { ...unknown, finding: "2 runs like it are in the list, for this line: which is whose cannot be told." },
  ]);
});

test("an app that does not tell inputs leaves it open", async () => {
  const { app, batch } = lost([0], [aRun("a", "completed", 1000)]);
  await lookUpLines(batch, app.api, "10:14");
  expect(batch.states).toMatchObject([{ kind: "unknown", finding: "Whether it is one of 1 runs of which the app does not tell the input cannot be told." }]);
});

test("of two lines that are alike, neither is said to have made the only run", async () => {
  const { app, batch } = lost([0, 0], [runOf("a", 0, 1000)]);
  await lookUpLines(batch, app.api, "10:14");
  const finding = "1 run like it is in the list, for 2 such lines: which is whose cannot be told.";
  expect(batch.states).toEqual([{ ...unknown, finding }, { ...unknown, finding }]);
});

test("two lines that are alike have made the two runs like them", async () => {
  const { app, batch } = lost([0, 0], [runOf("a", 0, 1000), runOf("b", 0, 2000)]);
  await lookUpLines(batch, app.api, "10:14");
  expect([...batch.runIds].sort()).toEqual(["a", "b"]);
});

test("a run that is another line's, or was there before, is not taken for this one's", async () => {
  const before = new FakeRuns();
  before.put(runOf("old", 0, 1000), runOf("same", 0, 5000), runOf("unstarted", 0));
  const baseline = await readBaseline(before.api);
  expect(baseline).toEqual({ startedAt: new Date(5000).toISOString(), runIds: ["unstarted", "same"] });
  const { app, batch } = lost([0, 0], [...before.runs.values(), runOf("own", 0, 6000)], { ...baseline, runIds: [...baseline.runIds] });
  await batch.settle(1, { kind: "created", runId: "own" });
  await lookUpLines(batch, app.api, "10:14");
  expect(batch.states[0]).toEqual({ ...unknown, finding: "No run like it was in the list at 10:14." });
});

test("it reads as far back as the batch goes, and no further", async () => {
  const old = Array.from({ length: 300 }, (_, n) => runOf(`old-${n}`, 0, n));
  const fresh = Array.from({ length: 150 }, (_, n) => runOf(`fresh-${n}`, n, 10_000 + n));
  const { app, batch } = lost([3, 149], [...old, ...fresh], { runIds: [], startedAt: new Date(5000).toISOString() } as never);
  await lookUpLines(batch, app.api, "10:14");
  expect([...batch.runIds]).toEqual(["fresh-3", "fresh-149"]);
  expect(app.queries).toHaveLength(2);
});

test("nothing is asked when nothing is unknown; a list that cannot be read changes nothing", async () => {
  const { app, batch } = lost([], []);
  await lookUpLines(batch, app.api, "10:14");
  expect(app.queries).toHaveLength(0);
  const other = lost([0], []);
  other.app.before = () => {
    throw failure();
  };
  await expect(lookUpLines(other.batch, other.app.api, "10:14")).rejects.toThrow();
  expect(other.batch.states).toEqual([unknown]);
});

test("content is the same whatever the order of keys and the case of a session's id", () => {
  const request = { input: { a: 1, b: [{ c: 2, d: 3 }] }, session_id: "3D3E8A1F-09a6-4f64-9d68-1d2f3a4b5c6d" };
  const run = { input: { b: [{ d: 3, c: 2 }], a: 1 }, session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d", user_id: null };
  expect(contentKey(request)).toBe(contentKey(run));
  expect(contentKey({ input: { a: 1 } })).not.toBe(contentKey({ input: { a: 1 }, user_id: "u" }));
  expect(contentKey({ input: [1, 2] })).not.toBe(contentKey({ input: [2, 1] }));
  expect(contentKey({ input: { "1": 1 } })).not.toBe(contentKey({ input: { "1": 2 } }));
});
