import { expect, test } from "vitest";
import { isNothing, LostPosts } from "#features/localRuns/core/lostPosts.ts";

test("lost traces are counted by their reason, and the newest reason is kept", () => {
  const lost = new LostPosts();
  lost.add("key", "one");
  lost.add("content", "A trace isn't JSON.");
  lost.add("key", "two");
  expect(lost.all.losses).toEqual([
    { kind: "key", count: 2, reason: "two" },
    { kind: "content", count: 1, reason: "A trace isn't JSON." },
  ]);
});

test("what a person has seen is kept, and only newer ones are news", () => {
  const lost = new LostPosts();
  let changes = 0;
  lost.onDidChange(() => changes++);
  lost.add("key", "one");
  lost.noteFiles(["a"]);
  lost.see();
  lost.see();
  expect(isNothing(lost.unseen)).toBe(true);
  expect([isNothing(lost.all), changes]).toEqual([false, 3]);
  lost.add("key", "two");
  lost.add("size", "three");
  lost.noteFiles(["a", "b"]);
  expect(lost.unseen.losses.map(({ kind, count }) => [kind, count])).toEqual([
    ["key", 1],
    ["size", 1],
  ]);
  expect(lost.unseen.files).toEqual(["b"]);
  lost.clear();
  expect([isNothing(lost.all), isNothing(lost.unseen)]).toEqual([true, true]);
});

test("the same files are no change", () => {
  const lost = new LostPosts();
  lost.noteFiles(["a"]);
  let changes = 0;
  lost.onDidChange(() => changes++);
  lost.noteFiles(["a"]);
  lost.noteFiles([]);
  expect(changes).toBe(1);
});
