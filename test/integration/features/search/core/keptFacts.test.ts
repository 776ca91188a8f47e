import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LocalIndex } from "../../../../../src/features/search/core/localIndex.ts";
import { endedRun, toolStep } from "../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../support/search/localIndexes.ts";

let indexes: LocalIndexes;
let window: LocalIndex;

beforeEach(() => {
  indexes = new LocalIndexes();
  window = indexes.window();
});

afterEach(() => {
  vi.useRealTimers();
  indexes.dispose();
});

async function add(id: string, into = window): Promise<void> {
  into.add("app", { run: endedRun(id, 1), steps: [toolStep(1, "find_order", {})] });
  await into.settled();
}

async function known(of = window): Promise<string[]> {
  const facts = await of.factsOf("app")?.facts();
  return (facts ?? []).map(({ id }) => id).sort();
}

/** How often all facts were read from the database. */
function reads(of = window) {
  return vi.spyOn(of.indexOf("app")!, "facts");
}

test("the facts of all runs are read once, and those of a run that is added follow", async () => {
  await add("a");
  const all = reads();
  expect(await known()).toEqual(["a"]);
  await add("b");
  expect(await known()).toEqual(["a", "b"]);
  expect((await window.factsOf("app")?.facts())?.[1]?.tools).toMatchObject([{ name: "find_order", calls: 1 }]);
  expect(all).toHaveBeenCalledTimes(1);
});
