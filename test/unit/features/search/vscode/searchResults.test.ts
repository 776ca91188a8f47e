import { afterEach, beforeEach, expect, test } from "vitest";
import { Emitter } from "#base/emitter.ts";
import type { FoundRun, SearchPage } from "#features/search/core/indexTypes.ts";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { SearchResults } from "#features/search/vscode/searchResults.ts";
import { eventually } from "../../../../support/eventually.ts";

interface Asked {
  text: string;
  answer: (page: SearchPage) => void;
  fail: (error: unknown) => void;
}

let asked: Asked[];
/** How many runs match. */
let matching: number;
/** Whether the runs are files of this machine. */
let areLocal: boolean;
let results: SearchResults;

beforeEach(() => {
  asked = [];
  matching = 1;
  areLocal = false;
  const index = {
    search: ({ text }: { text: string }) =>
      new Promise<SearchPage>((answer, fail) => {
        asked.push({ text, answer, fail });
      }),
    count: () => Promise.resolve(matching),
    countFrom: () => Promise.resolve(matching),
    countOf: (_: unknown, ids: readonly string[]) => Promise.resolve(ids.length),
    coverage: () => Promise.resolve({ indexed: 1 }),
    unread: () => Promise.resolve(0),
  };
  const indexes = {
    indexOf: () => index,
    readerOf: () => undefined,
    readsItself: () => areLocal,
    onDidChange: new Emitter<string>().event,
  } as unknown as LocalIndex;
  results = new SearchResults(indexes);
});

afterEach(() => results.dispose());

const found = (id: string): FoundRun => ({
  id,
  status: "completed",
  title: id,
  unanswered: 0,
  hasEvents: true,
  values: [],
  steps: [],
  moreSteps: 0,
});
const shownIds = (): string[] => (results.shown?.runs ?? []).map(({ id }) => id);

test("a slow search doesn't replace the results of a newer one", async () => {
  const slow = results.search("app", "slow");
  const quick = results.search("app", "quick");
  asked[1]?.answer({ runs: [found("new")] });
  await quick;
  asked[0]?.answer({ runs: [found("old")] });
  await slow;
  expect(results.shown).toMatchObject({ query: { text: "quick" }, isSearching: false });
  expect(shownIds()).toEqual(["new"]);
});

test("a slow search doesn't bring back results that were cleared or replaced by given runs", async () => {
  const cleared = results.search("app", "slow");
  results.clear();
  asked[0]?.answer({ runs: [found("old")] });
  await cleared;
  expect(results.shown).toBeUndefined();
  const replaced = results.search("app", "slow");
  results.showRuns({ connectionId: "app", title: "Timeout", runs: [], coverage: { indexed: 1 } });
  asked[1]?.answer({ runs: [found("old")] });
  await replaced;
  expect(results.shown).toMatchObject({ given: { title: "Timeout" }, runs: [] });
});

test("runs of this machine are read by themselves, so nobody is offered to load them", async () => {
  const searched = async () => {
    const searching = results.search("app", "refund");
    asked.at(-1)?.answer({ runs: [] });
    await searching;
    return results.shown?.load?.range;
  };
  expect(await searched()).toBe("30d");
  areLocal = true;
  expect(await searched()).toBeUndefined();
  expect(await results.nextLoad("app")).toBeUndefined();
});

test("runs that are indexed during a search are told after it", async () => {
  const searching = results.search("app", "refund");
  matching = 3;
  await results.look();
  asked[0]?.answer({ runs: [found("a")], last: 1 });
  await searching;
  await eventually(() => expect(results.shown).toMatchObject({ count: 3, newer: 2 }));
  expect(shownIds()).toEqual(["a"]);
});
