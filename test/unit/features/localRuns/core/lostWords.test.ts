import { expect, test } from "vitest";
import type { LossKind } from "#features/localRuns/core/lostPosts.ts";
import { lostRow, lostWords } from "#features/localRuns/core/lostWords.ts";

test("a row has the number of posts and files, and the reasons", () => {
  const losses = [
    { kind: "key", count: 2, reason: "" },
    { kind: "unsaved", count: 1, reason: "" },
  ] as const;
  expect(lostRow({ losses, files: [] })).toEqual({ label: "3 lost posts", description: "another key, not saved" });
  expect(lostRow({ losses: [], files: ["a"] })).toEqual({ label: "1 unreadable trace", description: "" });
  expect(lostRow({ losses: losses.slice(1), files: ["a", "b"] }).label).toBe("1 lost post, 2 unreadable traces");
});

const kinds: readonly [LossKind, one: string, several: string][] = [
  ["key", "1 post has another access key.", "2 posts have another access key."],
  ["size", "1 post is over 32 MiB.", "2 posts are over 32 MiB."],
  ["length", "1 post has no Content-Length.", "2 posts have no Content-Length."],
  ["busy", "1 post came while too many others were being read.", "2 posts came while too many others were being read."],
  ["brokenOff", "1 post broke off before its end.", "2 posts broke off before their end."],
  ["content", "1 post can't be read.", "2 posts can't be read."],
  ["unsaved", "1 post wasn't saved.", "2 posts weren't saved."],
];

test.each(kinds)("a loss of the kind %s has its number, its reason and the way out", (kind, one, several) => {
  const said = (count: number) => lostWords({ losses: [{ kind, count, reason: "The reason." }], files: [] })[0];
  expect([said(1)?.what, said(2)?.what]).toEqual([one, several]);
  expect(said(1)?.why).toMatch(/\.$/);
  if (kind === "unsaved" || kind === "content") expect(said(1)?.why).toContain("The reason.");
});

test("of many files the first are named", () => {
  const [said] = lostWords({ losses: [], files: ["a: x", "b: y", "c: z", "d: x", "e: y"] });
  expect(said?.what).toBe("5 traces of earlier runs can't be read.");
  expect(said?.why).toBe("a: x; b: y; c: z; 2 more files. The other runs are shown.");
});
