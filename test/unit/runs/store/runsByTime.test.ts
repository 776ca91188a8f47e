import { expect, test } from "vitest";
import { RunsByTime } from "../../../../src/runs/store/runsByTime.ts";
import { FakeRuns } from "../../../support/fakeApi.ts";

test("a whole list that lacks a run says that the app has deleted it", async () => {
  const app = new FakeRuns();
  for (let n = 0; n < 5; n++)
    app.put({ id: `run-${n}`, status: "completed", started_at: new Date(n * 60_000).toISOString() });
  const byTime = new RunsByTime();
  const read = () =>
    byTime.read(() => Promise.resolve(app.api), -Infinity, {
      signal: new AbortController().signal,
      onPage: () => undefined,
    });
  await read();
  app.runs.delete("run-3");
  await read();
  expect(byTime.runs.map(({ id }) => id).toSorted()).toEqual(["run-0", "run-1", "run-2", "run-4"]);
  expect(byTime.error).toBeUndefined();
});
