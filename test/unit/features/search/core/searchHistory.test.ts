import { expect, test } from "vitest";
import { SearchHistory } from "#features/search/core/searchHistory.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { connectionsOf, openShared } from "../../../../support/state/windows.ts";

async function openHistory() {
  const shared = await openShared(new MemoryDisk());
  const connections = connectionsOf(shared);
  return { connections, history: new SearchHistory(shared.searches, connections) };
}

test("the last search of a connection comes first, each once, and the oldest are forgotten", async () => {
  const { history } = await openHistory();
  for (let number = 0; number < 25; number++) await history.add("app", `word${number}`);
  await history.add("app", " word10 ");
  await history.add("app", "  ");
  expect(history.list("app").slice(0, 2)).toEqual(["word10", "word24"]);
  expect(history.list("app")).toHaveLength(20);
  expect(history.list("other")).toEqual([]);
});

test("a search names its connections as they are called now, and goes with one that is removed", async () => {
  const { connections, history } = await openHistory();
  const one = await connections.add({ name: "One", baseUrl: "one.example.com" });
  const other = await connections.add({ name: "Other", baseUrl: "other.example.com" });
  await history.add(other.id, "refund");
  await history.add(other.id, "connection:Other refund");
  await history.add(other.id, "-connection:One refund");
  await history.add(other.id, "connection:Unknown refund");
  await connections.rename(one.id, "The first");
  await connections.rename(other.id, "Second");
  await history.add(other.id, "connection:second refund");
  const others = ["connection:Unknown refund", "refund"];
  expect(history.list(other.id)).toEqual([
    "connection:Second refund",
    "connection:Unknown refund",
    '-connection:"The first" refund',
    "refund",
  ]);
  await connections.remove(one.id);
  expect(history.list(other.id)).toEqual(["connection:Second refund", ...others]);
});
