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
    ["status,-id", ["asking", "twin-b", "twin-a", "early", "waiting"]],
    ["-user_id,started_at", ["twin-b", "early", "twin-a", "asking", "waiting"]],
  ])("sorts by %s", (sort, ids) => {
    expect(list(runs, `sort=${sort}`)).toEqual(ids);
  });

  test.each([
    ["status=awaiting_input", ["asking"]],
    ["status=started", []],
    ["status=created&status=completed", ["waiting", "twin-a", "twin-b", "early"]],
    ["status=unheard_of", []],
    ["user_id=ann", ["twin-a", "early"]],
    [`session_id=${session.toUpperCase()}`, ["twin-a", "twin-b", "early"]],
    [`session_id=${session}&user_id=bob&status=completed`, ["twin-b"]],
  ])("filters by %s", (query, ids) => {
    expect(list(runs, query)).toEqual(ids);
  });

  test("cuts pages by offset", () => {
    const page = runs.list(readRunQuery(new URLSearchParams("page=2&page_size=2")));
    expect(page.data.map((run) => run.facts.id)).toEqual(["twin-b", "asking"]);
    expect(page.pagination).toEqual({ page: 2, page_size: 2, page_count: 3, total_count: 5 });
    expect(list(runs, "page=4&page_size=2")).toEqual([]);
  });

  test("has 25 runs on a page by default", () => {
    for (let index = 0; index < 30; index++) addRun(runs, `more-${index}`, {});
    expect(list(runs, "")).toHaveLength(25);
  });
});

describe("readRunQuery", () => {
  test.each([
    ["page=0", "page"],
    ["page=-1", "page"],
    ["page=1.5", "page"],
    ["page=", "page"],
    ["page_size=0", "page_size"],
    ["page_size=201", "page_size"],
    ["page_size=ten", "page_size"],
    ["sort=input", "sort"],
    ["sort=", "sort"],
    ["sort=-started_at,--id", "sort"],
    ["session_id=7421", "session_id"],
    ["limit=5", "limit"],
  ])("refuses %s", (query, field) => {
    const read = () => readRunQuery(new URLSearchParams(query));
    expect(read).toThrow(expect.objectContaining({ status: 400, details: { [field]: expect.any(String) } }));
  });
});
