import { expect, test } from "vitest";
import { traceFile } from "#features/localRuns/core/traceEvents.ts";
import { agentTrace, failedTrace } from "../../../../support/localRuns/sampleTraces.ts";

test("a body and a list of runs are read as an export of all their runs", () => {
  const [first, second] = [agentTrace(), failedTrace("/w").map((run) => ({ ...run, id: `b${run.id}` }))];
  const parents = second.map((run) => ({ ...run, parent_run_id: run.parent_run_id && `b${run.parent_run_id}` }));
  const list = [...first, ...parents];
  const file = traceFile({ runs: list });
  expect(file).toEqual(traceFile(list));
  expect(file?.app.name).toBe("Local Runs");
  expect(file?.exportedAt).toBe(first[0]!.end_time);
  expect(file?.runs.map(({ run, events }) => [run.status, events.at(-1)?.type])).toEqual([
    ["completed", "run.completed"],
    ["failed", "run.failed"],
  ]);
});

test("any other JSON is none", () => {
  for (const value of [null, 3, {}, [], { runs: [] }, [{ id: "a" }], { runs: [{ run: { id: "a" }, events: [] }] }])
    expect(traceFile(value)).toBeUndefined();
});
