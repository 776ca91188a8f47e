import { expect, test } from "vitest";
import { countLost, LostPosts } from "../../../../../src/features/localRuns/core/lostPosts.ts";

test("lost posts are counted by their reason, and the newest reason is kept", () => {
  const lost = new LostPosts();
  lost.add("key", "one");
  lost.add("content", "It isn't JSON.");
  lost.add("key", "two");
  expect(lost.all).toEqual([
    { kind: "key", count: 2, reason: "two" },
    { kind: "content", count: 1, reason: "It isn't JSON." },
  ]);
  expect(countLost(lost.all)).toBe(3);
});

test("those that a person has seen are kept, and only newer ones are news", () => {
  const lost = new LostPosts();
  let changes = 0;
  lost.onDidChange(() => changes++);
  lost.add("key", "one");
  lost.see();
  lost.see();
  expect([lost.unseen, countLost(lost.all), changes]).toEqual([[], 1, 2]);
  lost.add("key", "two");
  lost.add("size", "three");
  expect(lost.unseen.map(({ kind, count }) => [kind, count])).toEqual([
    ["key", 1],
    ["size", 1],
  ]);
  lost.clear();
  expect([lost.all, lost.unseen]).toEqual([[], []]);
});
