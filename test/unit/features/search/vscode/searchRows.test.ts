import { expect, test } from "vitest";
import type { FoundRun } from "#features/search/core/indexTypes.ts";
import type { ShownResults } from "#features/search/vscode/searchResults.ts";
import { searchNodeId, searchRows, viewDescription } from "#features/search/vscode/searchRows.ts";
import { queryOf } from "../../../../support/search/indexes.ts";

function found(id: string, others: Partial<FoundRun> = {}): FoundRun {
  return {
    id,
    status: "completed",
    title: id,
    unanswered: 0,
    hasEvents: true,
    values: [],
    steps: [],
    moreSteps: 0,
    ...others,
  };
}

function shown(others: Partial<ShownResults> = {}): ShownResults {
  return {
    connectionId: "app",
    query: queryOf("refund"),
    runs: [],
    count: 0,
    newer: 0,
    gone: 0,
    stepless: 0,
    coverage: { indexed: 100, total: 100 },
    reading: { kind: "idle" },
    isSearching: false,
    ...others,
  };
}

function ids(results: ShownResults | undefined): string[] {
  return searchRows(results).map(searchNodeId);
}

const step = { kind: "text" as const, name: { text: "", ranges: [] }, excerpt: { text: "refund", ranges: [] } };

const load = { range: "30d", since: 0 } as const;
const reading = { kind: "reading", range: "30d", runs: 4, total: 20 } as const;

test("what would move the runs waits above them, and so does the loading", () => {
  expect(ids(shown({ runs: [found("a")], newer: 7, reading, load }))).toEqual(["total", "reading", "newer", "found:a"]);
  expect(ids(shown({ runs: [found("a")], gone: 1 }))).toEqual(["total", "newer", "found:a"]);
});

test("what can be loaded is one row, also where runs match, and none below given runs", () => {
  expect(ids(shown({ runs: [found("a")], load }))).toEqual(["total", "load", "found:a"]);
  expect(ids(shown({ load, reading: { kind: "done", isFull: false } }))).toEqual(["total", "load"]);
  const given = { title: "timeout", runs: [] };
  expect(ids(shown({ runs: [found("a")], load, given }))).not.toContain("load");
});

test("below a run are its values, its steps, and how many more there are", () => {
  const run = found("a", { values: [{ path: "input.amount", text: "1480" }], steps: [step], moreSteps: 3 });
  const results = shown({ runs: [run] });
  const [, row] = searchRows(results);
  expect(searchRows(results, row).map(searchNodeId)).toEqual(["match:a:0", "match:a:1", "moreSteps:a"]);
  expect(searchRows(results, row)[0]).toMatchObject({ connectionId: "app", runId: "a" });
});

test("how many runs' steps aren't known is a row of its own", () => {
  expect(ids(shown({ runs: [found("a")], stepless: 3 }))).toEqual(["total", "stepless", "found:a"]);
});

test("results of an app that isn't the active one say whose they are", () => {
  expect(viewDescription(shown(), undefined)).toBe("refund");
  expect(viewDescription(shown(), "Support Triage")).toBe("Support Triage · refund");
  const given = { title: "timeout", runs: [] };
  expect(viewDescription(shown({ given, count: 14 }), "Support Triage")).toBe("Support Triage · 14 runs · timeout");
  expect(viewDescription(undefined, undefined)).toBe("");
});
