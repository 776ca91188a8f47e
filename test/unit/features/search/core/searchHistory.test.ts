import { expect, test } from "vitest";
import { type KeptSearches, SearchHistory } from "#features/search/core/searchHistory.ts";
import { MemoryEntities } from "#storage/memoryEntities.ts";

test("the last search of a connection comes first, each once, and the oldest are forgotten", async () => {
  const history = new SearchHistory(new MemoryEntities<KeptSearches>());
  for (let number = 0; number < 25; number++) await history.add("app", `word${number}`);
  await history.add("app", " word10 ");
  await history.add("app", "  ");
  expect(history.list("app").slice(0, 2)).toEqual(["word10", "word24"]);
  expect(history.list("app")).toHaveLength(20);
  expect(history.list("other")).toEqual([]);
});
