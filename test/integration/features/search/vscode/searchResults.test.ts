import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { SearchResults } from "#features/search/vscode/searchResults.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { ranAt } from "../../../../support/failures/insightsRuns.ts";
import { fakeApi } from "../../../../support/fakeApi.ts";
import { endedRun, searchDay, textStep, toolStep } from "../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../support/search/localIndexes.ts";

let indexes: LocalIndexes;
let window: LocalIndex;
let results: SearchResults;

beforeEach(() => {
  indexes = new LocalIndexes(() =>
    Promise.resolve(
      fakeApi({ listRuns: () => Promise.reject(new ApiError({ kind: "auth", message: "The key was rejected." })) }),
    ),
  );
  window = indexes.window();
  results = new SearchResults(window, () => searchDay);
});

afterEach(() => {
  results.dispose();
  indexes.dispose();
});

async function add(id: string, minutes: number, steps: StoryStep[], into = window): Promise<void> {
  into.add("app", { run: endedRun(id, minutes), steps });
  await into.settled();
}

function shownIds(): string[] {
  return (results.shown?.runs ?? []).map(({ id }) => id);
}

const charged = [textStep(1, "charged twice")];

test("runs that match come newest first, a page at a time, and a row says how many there are", async () => {
  for (let number = 0; number < 60; number++) await add(`run-${number}`, number, charged);
  await results.search("app", "charged");
  expect(shownIds()).toHaveLength(50);
  expect(shownIds()[0]).toBe("run-59");
  expect(results.shown).toMatchObject({ count: 60, coverage: { indexed: 60 }, isSearching: false });
  await results.loadMore();
  expect(shownIds()).toHaveLength(60);
  expect(shownIds().at(-1)).toBe("run-0");
  expect(results.shown?.next).toBeUndefined();
});

/** Minutes at which a run began, by its id. */
const began = (id: string): number => Number(id.split("-")[1]);
/** All rows, page by page. */
async function allIds(): Promise<string[]> {
  while (results.shown?.next !== undefined && results.shown.error === undefined) await results.loadMore();
  return shownIds();
}

test("older runs that are loaded are counted at once, and follow the rows that are shown", async () => {
  const runs = Array.from({ length: 140 }, (_, minutes) => endedRun(`run-${minutes}`, minutes, { input: "charged" }));
  await window.see("app", runs.slice(-25), runs.length);
  await results.search("app", "charged");
  const first = shownIds();
  expect([first.length, results.shown?.count]).toEqual([25, 25]);
  // Of the loaded ones every third says something else.
  const others = runs.slice(0, -25).map((run) => (began(run.id) % 3 === 0 ? { ...run, input: "canceled" } : run));
  for (const run of others.toReversed()) window.add("app", { run, steps: [textStep(1, "Hello")] });
  await window.settled();
  await results.look();
  // Counted again, without the index.
  const wanted = [...others.filter(({ input }) => input === "charged"), ...runs.slice(-25)]
    .map(({ id }) => id)
    .reverse();
  expect(results.shown).toMatchObject({
    count: wanted.length,
    newer: 0,
    gone: 0,
    coverage: { indexed: 115, listed: 25 },
  });
  expect(shownIds()).toEqual(wanted.slice(0, 50));
  expect(await allIds()).toEqual(wanted);
});

test("what belongs between the rows or above them waits until it is shown, and what matches no more is counted", async () => {
  for (const minutes of [10, 20, 30]) await window.see("app", [endedRun(`run-${minutes}`, minutes)]);
  await results.search("app", "-tool:issue_refund");
  expect([shownIds(), results.shown?.count, results.shown?.stepless]).toEqual([["run-30", "run-20", "run-10"], 3, 3]);
  await add("run-25", 25, charged);
  await add("run-40", 40, charged);
  await add("run-5", 5, charged);
  await add("run-20", 20, [toolStep(1, "issue_refund", {})]);
  await results.look();
  expect(results.shown).toMatchObject({ count: 5, newer: 2, gone: 1, stepless: 2 });
  // Nothing moves, and what is older follows.
  expect(shownIds()).toEqual(["run-30", "run-20", "run-10", "run-5"]);
  await results.look();
  expect(results.shown).toMatchObject({ count: 5, newer: 2, gone: 1 });
  await results.again();
  expect(results.shown).toMatchObject({ count: 5, newer: 0, gone: 0 });
  expect(shownIds()).toEqual(["run-40", "run-30", "run-25", "run-10", "run-5"]);
});

test("where nothing was found, what is read appears at once", async () => {
  await results.search("app", "charged");
  expect(shownIds()).toEqual([]);
  await add("a", 1, charged);
  await expect.poll(shownIds).toEqual(["a"]);
});

test("a search that leaves out a tool says how many runs' steps aren't known", async () => {
  await add("a", 1, [toolStep(1, "issue_refund", {})]);
  await add("b", 2, charged);
  await window.see("app", [endedRun("c", 3), endedRun("d", 4)]);
  await results.search("app", "-tool:issue_refund");
  expect([shownIds(), results.shown?.stepless]).toEqual([["d", "c", "b"], 2]);
  await results.search("app", "tool:issue_refund");
  expect(results.shown?.stepless).toBe(0);
});

test("given runs come newest first, a page at a time, and stay as they are until the next search", async () => {
  await add("a", 1, charged);
  const coverage = { indexed: 60, total: 90 };
  const runs = Array.from({ length: 60 }, (_, number) => ranAt(`run-${number}`, searchDay + number));
  results.showRuns({ connectionId: "app", title: "timeout in crm", runs, coverage });
  expect(shownIds()).toHaveLength(50);
  expect(shownIds()[0]).toBe("run-59");
  await add("b", 2, charged);
  await results.look();
  await results.again();
  expect(results.shown).toMatchObject({ given: { title: "timeout in crm" }, count: 60, coverage, newer: 0 });
  await results.loadMore();
  expect(shownIds()).toHaveLength(60);
  expect(results.shown?.next).toBeUndefined();
  await results.search("app", "charged");
  expect(shownIds()).toEqual(["b", "a"]);
  expect(results.shown?.given).toBeUndefined();
});
