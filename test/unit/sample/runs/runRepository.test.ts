import { beforeEach, describe, expect, test } from "vitest";
import { Random } from "../../../../src/sample/agent/random.ts";
import { readRunQuery } from "../../../../src/sample/requests/runQuery.ts";
import { SampleRun } from "../../../../src/sample/runs/run.ts";
import { RunRepository } from "../../../../src/sample/runs/runRepository.ts";

const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

interface Times {
  startedAt?: number;
  endedAt?: number;
}

function addRun(runs: RunRepository, id: string, times: Times, userId?: string): SampleRun {
  const sessionId = userId === undefined ? undefined : session;
  const run = new SampleRun({ id, appId: "app", input: {}, userId, sessionId, createdAt: 0 }, new Random(1));
  if (times.startedAt !== undefined) run.start(times.startedAt);
  if (times.endedAt !== undefined) run.complete({}, times.endedAt);
  runs.add(run);
  return run;
}

function list(runs: RunRepository, query: string): string[] {
  return runs.list(readRunQuery(new URLSearchParams(query))).data.map((run) => run.facts.id);
}

describe("RunRepository.list", () => {
  let runs: RunRepository;

  beforeEach(() => {
    runs = new RunRepository();
    addRun(runs, "early", { startedAt: 100, endedAt: 900 }, "ann");
    addRun(runs, "twin-b", { startedAt: 200, endedAt: 300 }, "bob");
    addRun(runs, "twin-a", { startedAt: 200, endedAt: 400 }, "ann");
    addRun(runs, "waiting", {});
    const asking = addRun(runs, "asking", { startedAt: 150 });
    asking.ask("approval_request.created", { id: "r", type: "approval_request", prompt: "?" }, 160);
  });

  test("puts runs that have not started first, then the most recently started, ties by id", () => {
    expect(list(runs, "")).toEqual(["waiting", "twin-a", "twin-b", "asking", "early"]);
  });

  test.each([
    ["started_at", ["early", "asking", "twin-a", "twin-b", "waiting"]],
    ["-ended_at", ["asking", "waiting", "early", "twin-a", "twin-b"]],
    ["-user_id,started_at", ["twin-b", "early", "twin-a", "asking", "waiting"]],
  ])("sorts by %s", (sort, ids) => {
    expect(list(runs, `sort=${sort}`)).toEqual(ids);
  });
});
