import { expect, test } from "vitest";
import type { FoundRun } from "../../../../src/runs/search/indexTypes.ts";
import { coverageText, unindexedRuns } from "../../../../src/runs/search/reading/coverageText.ts";
import { searchNodeId } from "../../../../src/views/search/searchNodes.ts";
import type { ShownResults } from "../../../../src/views/search/searchResults.ts";
import { canReadMore, SearchRows, viewDescription } from "../../../../src/views/search/searchRows.ts";
import { queryOf } from "../../../support/search/indexes.ts";

function found(id: string, others: Partial<FoundRun> = {}): FoundRun {
  return { id, status: "completed", title: id, values: [], steps: [], moreSteps: 0, ...others };
}

function shown(others: Partial<ShownResults> = {}): ShownResults {
  return {
    ...{ connectionId: "app", query: queryOf("refund"), runs: [], count: 0, newer: 0, suggestions: [] },
    ...{ coverage: { indexed: 100, total: 100 }, reading: { kind: "idle" }, isSearching: false },
    ...others,
  };
}

function ids(results: ShownResults | undefined, rows = new SearchRows()): string[] {
  return rows.children(results).map(searchNodeId);
}

const step = { kind: "text" as const, name: { text: "", ranges: [] }, excerpt: { text: "refund", ranges: [] } };

test("before the first search there are no rows, so that the view says what it is for", () => {
  expect(ids(undefined)).toEqual([]);
});

test("the coverage comes first, then runs, then the next page", () => {
  const rows = ids(shown({ runs: [found("a"), found("b")], count: 80, next: 7 }));
  expect(rows).toEqual(["coverage", "found:a", "found:b", "moreRuns"]);
});

test("new matches wait above the runs, and so does the reading", () => {
  const reading = { kind: "reading", isHere: true, runs: 4, perSecond: 2 } as const;
  expect(ids(shown({ runs: [found("a")], newer: 7, reading }))).toEqual(["coverage", "reading", "newer", "found:a"]);
});

test("runs whose events weren't searched have one row with its action, unless they are being read", () => {
  const coverage = { indexed: 345, total: 361, listed: 5, unread: 3 };
  expect(ids(shown({ runs: [found("a")], coverage }))).toEqual(["coverage", "unread", "found:a"]);
  const reading = { kind: "reading", isHere: true, runs: 0, perSecond: 0 } as const;
  expect(ids(shown({ runs: [found("a")], coverage, reading }))).toEqual(["coverage", "reading", "found:a"]);
  const given = { title: "timeout", runs: [] };
  expect(ids(shown({ runs: [found("a")], coverage, given }))).not.toContain("unread");
});

test("a reading that failed or filled the index says so", () => {
  const failed = { kind: "failed", error: new Error("no") } as const;
  expect(ids(shown({ runs: [found("a")], reading: failed }))).toContain("readFailed");
  expect(ids(shown({ runs: [found("a")], reading: { kind: "done", limit: "size" } }))).toContain("full");
});

test("a search that found nothing offers others and older runs", () => {
  const suggestion = { query: "b", label: { text: "b", ranges: [] }, kind: "without", runs: 2 } as const;
  const coverage = { indexed: 10, total: 100 };
  expect(ids(shown({ suggestions: [suggestion], coverage }))).toEqual(["coverage", "suggestion:0", "readMore"]);
  expect(ids(shown({ coverage: { indexed: 100, total: 100 } }))).toEqual(["coverage"]);
});

test("runs that weren't searched whole and older ones are one row, which names all that can be indexed", () => {
  // Two of the five that the list has shown go on.
  const coverage = { indexed: 345, total: 361, listed: 5, unread: 3 };
  expect(ids(shown({ coverage }))).toEqual(["coverage", "unread"]);
  expect(unindexedRuns(coverage)).toBe(14);
  expect(unindexedRuns({ indexed: 0, listed: 3, unread: 3 })).toBe(3);
  expect(ids(shown({ coverage: { ...coverage, unread: 0 } }))).toEqual(["coverage", "readMore"]);
});

test("what was searched counts every run that can match, also one that goes on", () => {
  const coverage = { indexed: 4_313, total: 4_339, listed: 26, unread: 20 };
  expect(coverageText(coverage, 0)).toBe("4,339 runs");
  expect(coverageText({ ...coverage, total: 5_000 }, 0)).toBe("4,339 of about 5,000 runs");
});

test("results of an app that isn't the active one say whose they are", () => {
  expect(viewDescription(shown(), undefined)).toBe("refund");
  expect(viewDescription(shown(), "Support Triage")).toBe("Support Triage · refund");
  const given = { title: "timeout", runs: [] };
  expect(viewDescription(shown({ given, count: 14 }), "Support Triage")).toBe("Support Triage · 14 runs · timeout");
  expect(viewDescription(undefined, undefined)).toBe("");
});

test("an error is the only row", () => {
  expect(ids(shown({ runs: [found("a")], error: new Error("no") }))).toEqual(["failed"]);
});

test("below a run are its values, its steps, and how many more there are", () => {
  const rows = new SearchRows();
  const run = found("a", { values: [{ path: "input.amount", text: "1480" }], steps: [step], moreSteps: 3 });
  const results = shown({ runs: [run] });
  const [, row] = rows.children(results);
  expect(rows.children(results, row).map(searchNodeId)).toEqual(["match:a:0", "match:a:1", "moreSteps:a"]);
  expect(rows.children(results, row)[0]).toMatchObject({ connectionId: "app", runId: "a" });
});

test("a row keeps its identity, and knows its parent", () => {
  const rows = new SearchRows();
  const results = shown({ runs: [found("a", { steps: [step] })] });
  const [, row] = rows.children(results);
  expect(rows.children({ ...results, newer: 2 })[2]).toBe(row);
  const [match] = rows.children(results, row);
  expect(match && rows.parent(match)).toBe(row);
});

test("older runs can be read unless all were read, or somebody reads them", () => {
  expect(canReadMore(shown({ coverage: { indexed: 3 } }))).toBe(true);
  expect(canReadMore(shown({ coverage: { indexed: 3, total: 9 } }))).toBe(true);
  // Of the others the list has shown all but the events, which "Index" reads.
  expect(canReadMore(shown({ coverage: { indexed: 3, total: 9, listed: 6, unread: 6 } }))).toBe(false);
  expect(canReadMore(shown({ coverage: { indexed: 3, total: 9, listed: 5, unread: 5 } }))).toBe(true);
  // The others haven't ended.
  expect(canReadMore(shown({ coverage: { indexed: 3, total: 9 }, reading: { kind: "done" } }))).toBe(false);
});
