import { describe, expect, test } from "vitest";
import { failingFirst, partsOf, slowestFirst, waitsOf } from "#features/insights/core/partFigures.ts";
import { isBehind, outcomeOf } from "#features/insights/core/runsBehind.ts";
import { figuresOf, percentilesOf, rateOf } from "#features/insights/core/timeFigures.ts";
import { factsWith, ranAt } from "../../../../support/failures/insightsRuns.ts";

const minute = 60_000;

describe("the figures of runs", () => {
  const runs = [
    ranAt("a", 0, 1_000),
    ranAt("b", 10, 3_000, { waits: [1_000], waited: 1_000 }),
    ranAt("c", 20, 9_000, { status: "failed" }),
    ranAt("d", 30, 90_000, { status: "canceled" }),
    factsWith("e", { startedAt: 140, status: "awaiting_input" }),
    factsWith("f", { status: "vendor_status" }),
  ];

  test("count outcomes, and the durations of runs that completed or failed, without waits", () => {
    const { outcomes, success, durations, all } = figuresOf(runs);
    expect(outcomes).toEqual({ completed: 2, blocked: 0, canceled: 1, open: 2, failed: 1 });
    expect(rateOf(success)).toBeCloseTo(2 / 3);
    expect([durations.count, durations.p50, all]).toEqual([3, 2_000, 6]);
    expect(rateOf(figuresOf([]).success)).toBeUndefined();
  });

  test("count runs that a hook blocked apart, neither as a success nor as a failure", () => {
    const blocked = ranAt("m", 0, 1_000, { status: "completed", blockedBy: "policy" });
    const { success, outcomes, durations } = figuresOf([...runs, blocked]);
    expect([success, outcomes.blocked, outcomes.completed, durations.count]).toEqual([{ hits: 2, all: 3 }, 1, 2, 3]);
  });

  test("leave mocked failures out of the success rate", () => {
    const mocked = ranAt("m", 0, 1_000, { status: "failed", error: { message: "(mocked)", mocked: true } });
    const { success, outcomes, mocked: count } = figuresOf([...runs, mocked]);
    expect([success, outcomes.failed, count]).toEqual([{ hits: 2, all: 3 }, 2, 1]);
  });

  test("know the runs behind each point", () => {
    const ids = (behind: Parameters<typeof isBehind>[1]) =>
      runs.filter((run) => isBehind(run, behind)).map((r) => r.id);
    expect(ids({ from: 0, to: 25 })).toEqual(["a", "b", "c"]);
    expect(ids({ outcomes: ["open"] })).toEqual(["e", "f"]);
    expect(ids({ waited: [0, minute] })).toEqual(["b"]);
    expect(ids({ ids: new Set(["d"]) })).toEqual(["d"]);
    expect(outcomeOf({ status: "paused" })).toBe("open");
  });
});

test("percentiles are those of R and NumPy", () => {
  expect(percentilesOf([4, 1, 3, 2])).toMatchObject({ p50: 2.5, count: 4 });
  expect(percentilesOf(Array.from({ length: 11 }, (_, n) => n)).p95).toBeCloseTo(9.5);
  expect(percentilesOf([])).toEqual({ p50: undefined, p95: undefined, count: 0 });
});

describe("tools and nodes", () => {
  const tool = (name: string, calls: number, failed: number, ...durations: number[]) => ({
    name,
    calls,
    failed,
    unfinished: 0,
    durations,
  });
  const runs = [
    factsWith("a", { tools: [tool("slow", 2, 0, 9_000, 7_000), tool("bad", 4, 2, 10)], user: "jane" }),
    factsWith("b", { tools: [tool("slow", 1, 1, 5_000)], nodes: [{ name: "Parse", status: "failure", duration: 50 }] }),
    factsWith("c", { nodes: [{ name: "Parse", status: "skip" }], user: "jane", status: "failed" }),
  ];

  test("are added up over runs, the slowest first and the ones that fail most first", () => {
    const parts = partsOf(runs);
    expect(slowestFirst(parts).map(({ name }) => name)).toEqual(["slow", "Parse", "bad"]);
    expect(slowestFirst(parts)[0]?.durations.p50).toBe(7_000);
    expect(failingFirst(parts).map(({ name, failed, calls }) => [name, failed, calls])).toEqual([
      ["bad", 2, 4],
      ["slow", 1, 3],
    ]);
    expect(parts.find(({ kind }) => kind === "node")).toMatchObject({ calls: 1, failed: 1 });
  });
});

test("waits are counted by their length, and unanswered input requests apart", () => {
  const runs = [factsWith("a", { waits: [5, minute, 180 * minute] }), factsWith("b", { unanswered: 2 })];
  expect(waitsOf(runs)).toMatchObject({ counts: [1, 1, 0, 0, 1], unanswered: 2, all: 5 });
});
