import { expect, test } from "vitest";
import type { Coverage } from "#features/search/core/indexTypes.ts";
import { nextLoad } from "#features/search/vscode/nextLoad.ts";

const now = Date.now();
const day = 24 * 3_600_000;

/** @param recent how many runs of the last 30 days weren't read */
const offered = async (coverage: Coverage, recent = 0) => {
  const load = await nextLoad({ unread: () => Promise.resolve(recent) }, coverage, now);
  return load && [load.range, load.runs];
};

test("30 days are offered until the index reaches back so far, with their number where it is known", async () => {
  expect(await offered({ indexed: 0 })).toEqual(["30d", undefined]);
  expect(await offered({ indexed: 90, total: 900, back: now - 7 * day })).toEqual(["30d", undefined]);
  expect(await offered({ indexed: 90, total: 900, back: now - 40 * day, listed: 5, unread: 5 }, 5)).toEqual([
    ...["30d", undefined],
  ]);
  expect(await offered({ indexed: 95, total: 100, listed: 5, unread: 5 }, 3)).toEqual(["30d", 3]);
});

test("then all runs are offered, but none that goes on", async () => {
  expect(await offered({ indexed: 90, total: 900, back: now - 40 * day })).toEqual(["all", 810]);
  expect(await offered({ indexed: 90, total: 92, back: now - 40 * day, listed: 2, unread: 1 })).toEqual(["all", 1]);
});

test("nothing is offered once the index has all", async () => {
  expect(await offered({ indexed: 900, total: 900, back: 0 })).toBeUndefined();
  expect(await offered({ indexed: 90, total: 92, listed: 2 })).toBeUndefined();
  // What it reached back to were all runs, whatever the app counts.
  expect(await offered({ indexed: 90, total: 95, back: 0 })).toBeUndefined();
});
