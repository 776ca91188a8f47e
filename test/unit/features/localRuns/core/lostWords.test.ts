import { expect, test } from "vitest";
import type { LossKind } from "#features/localRuns/core/lostPosts.ts";
import { lostRow, lostWords } from "#features/localRuns/core/lostWords.ts";

test("a row has the number of traces and files, and the reasons", () => {
  const losses = [
    { kind: "key", count: 2, reason: "" },
    { kind: "unsaved", count: 1, reason: "" },
  ] as const;
  expect(lostRow({ losses, files: [] })).toEqual({ label: "3 lost traces", description: "another key, not saved" });
  expect(lostRow({ losses: [], files: ["a"] })).toEqual({ label: "1 unreadable trace", description: "" });
  expect(lostRow({ losses: losses.slice(1), files: ["a", "b"] }).label).toBe("1 lost trace, 2 unreadable traces");
});

const kinds: readonly [LossKind, one: string, several: string][] = [
  ["key", "1 trace was sent with a different access key.", "2 traces were sent with a different access key."],
  ["size", "1 trace is over 32 MiB.", "2 traces are over 32 MiB."],
  ["length", "1 trace has no Content-Length.", "2 traces have no Content-Length."],
  [
    "busy",
    "1 trace arrived while too many others were being read.",
    "2 traces arrived while too many others were being read.",
  ],
  ["brokenOff", "1 trace was cut off before its end.", "2 traces were cut off before their end."],
  ["content", "1 trace can't be read.", "2 traces can't be read."],
  ["unsaved", "1 trace wasn't saved.", "2 traces weren't saved."],
];

test.each(kinds)("a loss of the kind %s has its number, its reason and the way out", (kind, one, several) => {
  const said = (count: number) => lostWords({ losses: [{ kind, count, reason: "The reason." }], files: [] })[0];
  expect([said(1)?.what, said(2)?.what]).toEqual([one, several]);
  expect(said(1)?.why).toMatch(/\.$/);
  if (kind === "unsaved" || kind === "content") expect(said(1)?.why).toContain("The reason.");
});

test("a trace that wasn't saved has the next step in its reason", () => {
  const reason = "Another window keeps writing to the same run. Run the program again.";
  const losses = [{ kind: "unsaved", count: 1, reason }] as const;
  expect(lostWords({ losses, files: [] })).toEqual([{ what: "1 trace wasn't saved.", why: reason }]);
});

test("of many files the first are named", () => {
  const [said] = lostWords({ losses: [], files: ["a: x", "b: y", "c: z", "d: x", "e: y"] });
  expect(said?.what).toBe("5 traces of earlier runs can't be read.");
  expect(said?.why).toBe("a: x; b: y; c: z; 2 more files. The other runs are shown.");
});
