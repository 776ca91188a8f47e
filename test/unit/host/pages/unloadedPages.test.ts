import { expect, test } from "vitest";
import * as z from "zod";
import { UnloadedPages } from "#host/pages/unloadedPages.ts";
import { memoryOf } from "../../../support/state/fakeStorage.ts";

const page = { id: "dynamiqRuns.run" as const, memory: z.object({ of: z.string() }) };

/** The same window before and after reloads. */
function windowOf(state = new Map<string, unknown>()) {
  return { state, open: () => new UnloadedPages(memoryOf(state), page) };
}

test("what a panel shows is known after a reload until its page keeps it", async () => {
  const { state, open } = windowOf();
  const before = open();
  await before.add({ of: "a" });
  await before.add({ of: "b" });
  const after = open();
  expect([...after]).toEqual([{ of: "a" }, { of: "b" }]);
  for (const memory of after) await after.delete(memory);
  expect([...open()]).toEqual([]);
  expect(state.size).toBe(0);
});

test("a page that loads again, or that an address restores, changes nothing", async () => {
  const { open } = windowOf();
  const pages = open();
  await pages.add({ of: "a" });
  await pages.delete({ of: "a" });
  expect([...pages]).toEqual([{ of: "a" }]);
});

test("what another version wrote is left out, and the list stays short", async () => {
  const { state, open } = windowOf();
  const pages = open();
  for (let n = 0; n < 60; n++) await pages.add({ of: `${n}` });
  expect([...open()]).toHaveLength(50);
  const [key = ""] = state.keys();
  state.set(key, [{ of: 1 }, "x", { of: "z" }]);
  expect([...open()]).toEqual([{ of: "z" }]);
  state.set(key, "damaged");
  expect([...open()]).toEqual([]);
});
