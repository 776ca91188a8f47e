import { describe, expect, test } from "vitest";
import { filteredFacts, readFilter } from "#features/insights/vscode/insightsFilter.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { factsWith } from "../../../../support/failures/insightsRuns.ts";

const now = new Date(2026, 10, 24, 12).getTime();
const facts = [
  factsWith("a", { startedAt: now - 90_000_000, endedAt: now, user: "load-test", session: "s-1" }),
  factsWith("b", {
    startedAt: now,
    status: "failed",
    error: { message: "No answer", type: "TimeoutError", place: "crm" },
    nodes: [{ name: "crm", status: "failure" }],
  }),
  factsWith("c", {
    startedAt: now - 40_000,
    endedAt: now,
    tools: [{ name: "issue_refund", calls: 1, failed: 0, unfinished: 0, durations: [] }],
  }),
  factsWith("d", { status: "running", user: "Load-Test 2", hasEvents: false, from: "test" }),
];

/** An index in which one run has the words and fields that are looked for. */
const index = { ids: () => Promise.resolve(["c"]), values: () => Promise.resolve([{ text: "input.amount", runs: 3 }]) };

async function left(filter: string): Promise<string[]> {
  const { test: isLeft, problem } = await readFilter(filter, now, index);
  expect(problem).toBeUndefined();
  return facts.filter(isLeft).map(({ id }) => id);
}

test.each([
  ["", ["a", "b", "c", "d"]],
  ["-user:load-test", ["b", "c", "d"]],
  ["user:LOAD*", ["a", "d"]],
  ["from:Test,agent", ["d"]],
  ["status:failed,running", ["b", "d"]],
  ["node:crm", ["b"]],
  ['error:"no answer"', ["b"]],
  ["since:2h", ["b", "c"]],
  ["duration:>30s", ["a", "c"]],
  ["refund", ["c"]],
  ["input.amount:>1000", ["c"]],
])("the filter leaves by %s the runs %o", async (filter, ids) => {
  expect(await left(filter)).toEqual(ids);
});

test("runs whose events weren't read are named when words leave them out", async () => {
  const { isUnread } = await readFilter("refund", now, index);
  expect(facts.filter(isUnread).map(({ id }) => id)).toEqual(["d"]);
  const ofStatus = await readFilter("refund status:completed", now, index);
  expect(facts.filter(ofStatus.isUnread)).toEqual([]);
});

describe("a filter that can't be used shows all runs and says why:", () => {
  test.each([
    ["usr:x", 'There is no key “usr”. Did you mean user:? If not, use another key, or search for "usr:x" in quotes.'],
    ['"open', "The quote isn't closed. Add a second quote after the phrase."],
    ["connection:Other", "Insights shows the runs of one app. Use Search Runs… to search another connection."],
    ["user=x", "Write a colon after user: user:x. To find this text, put it in quotes.", "user:x", '"user=x"'],
  ])("%s", async (filter, message, ...fixes) => {
    const { test: isLeft, problem, fixes: offered = [] } = await readFilter(filter, now, index);
    expect(problem).toBe(`${message} All runs are shown.`);
    if (fixes.length > 0) expect(offered).toEqual(fixes);
    expect(facts.filter(isLeft)).toHaveLength(facts.length);
  });

  test.each(["refund", "input.amount:>5"])("%s without an index", async (filter) => {
    const { problem } = await readFilter(filter, now, undefined);
    expect(problem).toMatch(
      /^Word and field filters need the local index, which is off .+ Use a key instead, such as status:/,
    );
  });
});

test("the input of searches counts and completes among the runs that Insights knows", async () => {
  const known = filteredFacts(facts, index);
  expect(await known.coverage()).toEqual({ indexed: 4 });
  expect(await known.count(parseQuery("user:load-test", now))).toBe(1);
  expect(await known.values("user", "load")).toEqual([
    { text: "Load-Test 2", runs: 1 },
    { text: "load-test", runs: 1 },
  ]);
  expect(await known.values("path", "input")).toEqual([{ text: "input.amount", runs: 3 }]);
});
