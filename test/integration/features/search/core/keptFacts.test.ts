import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LocalIndex } from "../../../../../src/features/search/core/localIndex.ts";
import { endedRun, textStep, toolStep } from "../../../../support/search/indexes.ts";
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

test("a run that another window adds or removes is noticed", async () => {
  const other = indexes.window();
  await add("a");
  expect(await known()).toEqual(["a"]);
  await add("b", other);
  expect(await known()).toEqual(["a", "b"]);
  await other.clear(["app"]);
  expect(await known()).toEqual([]);
});

test("a run that is added while all are read is among them", async () => {
  await add("a");
  const reading = known();
  await add("b");
  await reading;
  expect(await known()).toEqual(["a", "b"]);
});

test("nothing is known after the index was cleared, also of runs that hadn't ended", async () => {
  window.add("app", { run: { ...endedRun("open", 1), status: "started" }, steps: [textStep(1, "thinking")] });
  await window.settled();
  expect(await known()).toEqual(["open"]);
  await window.clear(["app"]);
  expect(await known()).toEqual([]);
});

test("facts that nobody asks for are forgotten", async () => {
  await add("a");
  const all = reads();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await known();
  await vi.advanceTimersByTimeAsync(299_000);
  await known();
  expect(all).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(301_000);
  await known();
  expect(all).toHaveBeenCalledTimes(2);
});
