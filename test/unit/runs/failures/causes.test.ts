import { describe, expect, test } from "vitest";
import type { RunFacts } from "../../../../src/runs/facts/runFacts.ts";
import { causeMessage, causesOf, causeTitle } from "../../../../src/runs/failures/causes.ts";
import { seededCauses, seededFailures } from "../../../support/failures/seededRuns.ts";

const failed = (id: string, error: RunFacts["error"], more: Partial<RunFacts> = {}): RunFacts => ({
  id,
  status: "failed",
  error,
  tools: [],
  nodes: [],
  waits: [],
  unanswered: 0,
  hasEvents: true,
  ...more,
});

describe("1,000 failed runs with 12 causes", () => {
  const runs = seededFailures(1_000);
  const causes = causesOf(runs);

  test("are 12 groups, each with the runs of one cause", () => {
    expect(causes).toHaveLength(12);
    for (const { runs: own } of causes) {
      const seeds = new Set(own.map(({ id }) => Number(id.slice("run-".length)) % seededCauses.length));
      expect(seeds.size).toBe(1);
    }
    expect(causes.map(({ runs: own }) => own.length)).toEqual([84, 84, 84, 84, ...Array<number>(8).fill(83)]);
  });

  test("show users, first and last time, the newest run first and the same ids in any order", () => {
    const [first] = causes;
    expect(first?.users).toBe(31);
    expect(first?.runs[0]?.endedAt).toBe(first?.lastSeen);
    expect(first?.runs.at(-1)?.endedAt).toBe(first?.firstSeen);
    const ids = (all: typeof causes) => all.map(({ id }) => id).sort();
    expect(ids(causesOf(runs.toReversed()))).toEqual(ids(causes));
  });

  test("have titles and messages that name the variable parts", () => {
    const texts: string[] = causes.map((cause) => `${causeTitle(cause)}: ${causeMessage(cause)}`);
    expect(texts).toContain("TimeoutError in Update CRM: No answer from url within time");
    expect(texts).toContain("HTTPStatusError in Update CRM: Client error '401 Unauthorized' for url text");
    expect(texts).toContain("RateLimitError in LLM: 429 Too many tokens: limit number, used number, id id");
    expect(texts).toContain("ValidationError in Parse invoice: Items data need a price, see line number");
    expect(texts).toContain("PermissionError in Read file: email may not read path since date");
  });
});

describe("a failure whose events weren't read", () => {
  const error = { type: "TimeoutError", message: "No answer within 30 s" };
  const placed = failed("a", { ...error, place: "search" });
  const open = failed("b", error, { hasEvents: false });

  test("joins the only cause with its words that names a tool", () => {
    const [cause, ...others] = causesOf([open, placed]);
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ place: "search", runs: [{ id: "a" }, { id: "b" }] });
    expect(cause?.fingerprints).toHaveLength(2);
  });

  test("stays apart if two tools failed with these words", () => {
    const other = failed("c", { ...error, place: "refund" });
    expect(causesOf([open, placed, other])).toHaveLength(3);
  });
});

test("runs that haven't failed have no cause, and one without a reason has a title", () => {
  const causes = causesOf([
    failed("a", { message: "" }),
    failed("b", undefined),
    { ...failed("c", { message: "x" }), status: "completed" },
  ]);
  expect(causes.map(causeTitle)).toEqual(["No reason given"]);
});
