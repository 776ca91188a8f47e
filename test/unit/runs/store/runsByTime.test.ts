import { expect, test } from "vitest";
import { RunsByTime } from "#runs/store/runsByTime.ts";
import { FakeRuns } from "../../../support/fakeApi.ts";

const minute = 60_000;

/** Reads all runs of an app, and collects how far back they are known after each page. */
async function readAll(byTime: RunsByTime, { api }: FakeRuns): Promise<number[]> {
  const reached: number[] = [];
  const options = { signal: new AbortController().signal, onPage: () => void reached.push(byTime.since) };
  await byTime.read(() => Promise.resolve(api), -Infinity, options);
  expect(byTime.error).toBeUndefined();
  return reached;
}

function put(app: FakeRuns, from: number, to: number): void {
  for (let n = from; n < to; n++)
    app.put({ id: `run-${n}`, status: "completed", started_at: new Date(n * minute).toISOString() });
}

test("what is known isn't read again after more runs have begun than a page has", async () => {
  const app = new FakeRuns();
  put(app, 0, 2_000);
  const byTime = new RunsByTime();
  await readAll(byTime, app);
  app.queries.length = 0;
  put(app, 2_000, 2_300);
  expect(await readAll(byTime, app)).toEqual([-Infinity]);
  expect(app.queries.length).toBeLessThan(5);
  expect([byTime.runs.length, byTime.total]).toEqual([2_300, 2_300]);
});

test("a whole list that lacks a run says that the app has deleted it", async () => {
  const app = new FakeRuns();
  put(app, 0, 5);
  const byTime = new RunsByTime();
  await readAll(byTime, app);
  app.runs.delete("run-3");
  await readAll(byTime, app);
  expect(byTime.runs.map(({ id }) => id).toSorted()).toEqual(["run-0", "run-1", "run-2", "run-4"]);
});
