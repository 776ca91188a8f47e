import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { endedRun, idsOf, textStep } from "../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../support/search/localIndexes.ts";

let indexes: LocalIndexes;
let window: LocalIndex;

beforeEach(() => {
  indexes = new LocalIndexes();
  window = indexes.window();
});

afterEach(() => indexes.dispose());

async function add(id: string, into = window): Promise<void> {
  into.add("app", { run: endedRun(id, 1), steps: [textStep(1, "charged twice")] });
  await into.settled();
}

async function found(of = window): Promise<string[]> {
  const index = of.indexOf("app");
  return index ? idsOf(index, "charged") : [];
}

test("what the list has seen is found at once, without its events, and its steps once they were read", async () => {
  const run = { ...endedRun("a", 1), input: { ticket: "Parcel Zanzibar" }, output: { reply: "On its way" } };
  const open = { id: "b", status: "started", started_at: run.started_at, input: { ticket: "Parcel Zanzibar 2" } };
  await window.see("app", [run, open]);
  const index = window.indexOf("app")!;
  const ids = async (text: string) => (await idsOf(index, text)).toSorted();
  for (const text of ["zanzibar", "zanzibar since:2026-11-01", "input.ticket:zanzibar"])
    expect(await ids(text)).toEqual(["a", "b"]);
  for (const text of ['"on its way"', "status:completed zanzibar", "output.reply:way"])
    expect(await ids(text)).toEqual(["a"]);
  expect(await index.coverage()).toMatchObject({ indexed: 0, listed: 2, unread: 1 });
  // It isn't written again, until its status has changed.
  const changed: string[] = [];
  window.onDidChange((id) => changed.push(id));
  await window.see("app", [run, open]);
  expect(changed).toEqual([]);
  await window.see("app", [run, { ...open, status: "failed", error: "No carrier" }]);
  expect(await ids("status:failed carrier")).toEqual(["b"]);
  window.add("app", { run, steps: [textStep(1, "charged twice")] });
  await window.settled();
  expect(await ids("charged")).toEqual(["a"]);
  expect(await index.coverage()).toMatchObject({ indexed: 1, listed: 1, unread: 1 });
  // A run that was read whole stays so, whatever a list says later.
  await indexes.window().see("app", [run]);
  expect(await ids("charged")).toEqual(["a"]);
});

test("the app has as many runs as its lists say, so that no search claims to have looked at all", async () => {
  const index = window.indexOf("app")!;
  const changed: string[] = [];
  window.onDidChange((id) => changed.push(id));
  await window.see("app", [endedRun("a", 1)], 150);
  expect(await index.coverage()).toMatchObject({ listed: 1, total: 150 });
  await indexes.window().see("app", [endedRun("a", 1)], 40);
  expect(await index.coverage()).toMatchObject({ total: 150 });
  const { length } = changed;
  await window.see("app", [endedRun("a", 1)], 150);
  expect(changed).toHaveLength(length);
  await window.see("app", [endedRun("a", 1)], 151);
  expect(await index.coverage()).toMatchObject({ listed: 1, total: 151 });
});

test("what was cleared, here or in another window, is taken from the same list again", async () => {
  const run = { ...endedRun("a", 1), input: { ticket: "Zanzibar" } };
  const other = indexes.window();
  for (const clearing of [window, other]) {
    await window.see("app", [run], 40);
    await clearing.clear(["app"]);
    expect(await idsOf(window.indexOf("app")!, "zanzibar")).toEqual([]);
    await window.see("app", [run], 40);
    expect(await idsOf(window.indexOf("app")!, "zanzibar")).toEqual(["a"]);
    expect(await window.indexOf("app")!.coverage()).toMatchObject({ listed: 1, total: 40 });
  }
});

test("while the setting is off, nothing is added, nothing is found, and nothing is made on the disk", async () => {
  indexes.isOn = false;
  await add("a");
  expect(window.indexOf("app")).toBeUndefined();
  expect(window.readerOf("app")).toBeUndefined();
  expect(readdirSync(indexes.folder)).toEqual([]);
  indexes.isOn = true;
  expect(await found()).toEqual([]);
});

test("runs that wait to be added are forgotten with Clear Local Index, and no others", async () => {
  const asked: string[] = [];
  for (const id of ["app", "other"]) {
    const secrets = (): Promise<string[]> => {
      asked.push(id);
      return Promise.resolve([]);
    };
    indexes.connections.set(id, { baseUrl: `http://${id}`, secrets });
  }
  const read = (id: string) => ({ run: endedRun(id, 1), steps: [] });
  for (const id of ["a", "b", "c"]) window.add("app", read(id));
  window.add("other", read("d"));
  await window.clear(["app"]);
  expect(asked.filter((id) => id === "app").length).toBeLessThan(2);
  await window.settled();
  expect(await found()).toEqual([]);
  const index = window.indexOf("other");
  expect((await index?.facts())?.map(({ id }) => id)).toEqual(["d"]);
});

test("the key is never written into an index that was cleared before its first run", async () => {
  indexes.connections.set("app", { baseUrl: "http://one", secrets: () => Promise.resolve(["very-secret-key"]) });
  await window.clear(["app"]);
  window.add("app", { run: endedRun("a", 1), steps: [textStep(1, "the very-secret-key was used")] });
  await window.settled();
  const index = window.indexOf("app");
  expect(index && (await idsOf(index, "used"))).toEqual(["a"]);
  expect(index && (await idsOf(index, '"very-secret-key"'))).toEqual([]);
});

test("a run isn't written when its connection's key can't be read", async () => {
  indexes.connections.set("app", { baseUrl: "http://one", secrets: () => Promise.reject(new Error("locked")) });
  await add("a");
  expect(indexes.errors).toEqual([new Error("locked")]);
  indexes.connections.set("app", { baseUrl: "http://one", secrets: () => Promise.resolve([]) });
  expect(await found()).toEqual([]);
});

test("runs of the list that couldn't be added are added the next time", async () => {
  const index = window.indexOf("app")!;
  const see = async (): Promise<number> => {
    await window.see("app", [endedRun("a", 1)], 40);
    return (await index.coverage()).listed ?? 0;
  };
  vi.spyOn(index, "raiseTotal").mockRejectedValueOnce(new Error("The disk is full."));
  expect(await see()).toBe(0);
  const secrets = vi.fn().mockRejectedValueOnce(new Error("The keychain is locked.")).mockResolvedValue([]);
  indexes.connections.set("app", { baseUrl: "http://one", secrets });
  expect(await see()).toBe(0);
  expect(await see()).toBe(1);
  expect(await index.coverage()).toMatchObject({ total: 40 });
  expect(indexes.errors).toHaveLength(2);
});
