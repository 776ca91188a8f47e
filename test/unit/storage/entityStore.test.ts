import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseOwnJson } from "../../../src/base/json/parseJson.ts";
import { stringifyJson } from "../../../src/base/json/stringifyJson.ts";
import { nameOf, slotOf } from "../../../src/storage/entityFile.ts";
import { MemoryDisk } from "../../support/state/memoryDisk.ts";
import { folder, type Note, useNotes } from "./support/noteWindows.ts";

const notes = useNotes();

describe("one window", () => {
  test("an entity counts at once, and exists in the next window after it was confirmed", async () => {
    const store = await notes.open();
    const written = store.put("a", { n: 1 });
    expect(store.get("a")).toEqual({ n: 1 });
    await written;
    expect((await notes.open()).entries()).toEqual([["a", { n: 1 }]]);
    await store.delete("a");
    expect([store.get("a"), (await notes.open()).entries()]).toEqual([undefined, []]);
    await store.put("a", { n: 2 });
    expect((await notes.open()).get("a")).toEqual({ n: 2 });
  });

  test("numbers keep their digits", async () => {
    const store = await notes.open();
    const text = '{"n":12345678901234567890,"m":1.10,"big":1e400,"zero":-0}';
    await store.put("a", parseOwnJson(text) as Note);
    expect(stringifyJson((await notes.open()).get("a"))).toBe(text);
    await store.put("a", parseOwnJson(text.replace("890,", "891,")) as Note);
    expect(stringifyJson((await notes.open()).get("a"))).toContain("12345678901234567891");
  });

  test("two versions of an entity are kept, for any id", async () => {
    const store = await notes.open();
    const id = "../../é\0:* ".repeat(100);
    for (let n = 0; n < 5; n++) await store.put(id, { n });
    expect([...notes.disk.texts(folder).keys()].sort()).toEqual([
      nameOf({ slot: slotOf(id), version: 4 }),
      nameOf({ slot: slotOf(id), version: 5 }),
    ]);
    expect((await notes.open()).get(id)).toEqual({ n: 4 });
  });

  test("an unchanged entity is not written", async () => {
    const store = await notes.open();
    await store.put("a", { n: 1 });
    const before = notes.disk.texts(folder);
    await store.put("a", { n: 1 });
    await store.update("a", (note) => note);
    await store.delete("b");
    expect(notes.disk.texts(folder)).toEqual(before);
  });

  test("the entities that were written last are kept", async () => {
    const store = await notes.open(3);
    for (const id of ["a", "b", "c", "a", "d"]) {
      await store.put(id, { n: store.get(id) ? 2 : 1 });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(store.entries().map(([id]) => id)).toEqual(["c", "a", "d"]);
    expect((await notes.open()).entries().map(([id]) => id)).toEqual(["c", "a", "d"]);
  });

  test("a deleted entity is known as such, a forgotten or new one is not", async () => {
    const store = await notes.open();
    for (const id of ["a", "b"]) await store.put(id, { n: 1 });
    await store.delete("a");
    await store.forget(["b"]);
    const next = await notes.open();
    expect(["a", "b", "c"].map((id) => next.wasDeleted(id))).toEqual([true, false, false]);
    expect([...notes.disk.texts(folder).keys()].every((name) => name.startsWith(slotOf("a")))).toBe(true);
  });
});

describe("two windows", () => {
  test("changes of one entity by both are kept", async () => {
    const [here, there] = [await notes.open(), await notes.open()];
    const add = (key: string) => (note: Note | undefined) => ({ ...note, [key]: (note?.[key] ?? 0) + 1 });
    const all = Array.from({ length: 20 }, () => [
      here.update("a", add("here")),
      there.update("a", add("there")),
    ]).flat();
    await Promise.all(all);
    expect((await notes.open()).get("a")).toEqual({ here: 20, there: 20 });
  });

  test("a window that changes an entity doesn't restore it when another one deletes it", async () => {
    const [here, there] = [await notes.open(), await notes.open()];
    await here.put("a", { n: 1 });
    await there.delete("a");
    expect(await here.update("a", (note) => note && { n: note["n"]! + 1 })).toBeUndefined();
    expect((await notes.open()).entries()).toEqual([]);
  });

  test("of two that add the same entity, one does, and none that was deleted", async () => {
    const [here, there] = [await notes.open(), await notes.open()];
    const added = await Promise.all([here.add("a", { by: 1 }), there.add("a", { by: 2 })]);
    expect(added.filter(Boolean)).toHaveLength(1);
    await here.delete("a");
    expect(await there.add("a", { by: 2 })).toBe(false);
    expect((await notes.open()).entries()).toEqual([]);
  });

  test("a window reads the other one's changes, once, and is not informed of its own", async () => {
    const [here, there] = [await notes.open(), await notes.open()];
    const heard: string[][] = [];
    here.onDidChange((ids) => heard.push([...ids].sort()));
    await here.put("own", { n: 1 });
    for (const id of ["a", "b", "c"]) await there.put(id, { n: 1 });
    await Promise.all([here.refresh(), here.refresh()]);
    await there.delete("a");
    await there.forget(["b"]);
    await here.refresh();
    await here.refresh();
    expect(heard).toEqual([
      ["a", "b", "c"],
      ["a", "b"],
    ]);
    expect(here.entries().map(([id]) => id)).toEqual(["own", "c"]);
  });

  test("with any durations of calls, no change is lost, and a refresh reverts none", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.oneof({ weight: 12, arbitrary: fc.nat(2) }, fc.nat(300))),
        async (turns) => {
          notes.disk = new MemoryDisk();
          const windows = [await notes.open(), await notes.open(), await notes.open()];
          notes.disk.pause = async () => {
            for (let left = turns.next().value; left > 0; left--) await Promise.resolve();
          };
          await Promise.all(
            windows.map(async (store, index) => {
              for (let n = 1; n <= 4; n++) {
                const refreshing = store.refresh();
                await store.update("a", (note) => ({ ...note, [index]: n }));
                await refreshing;
                expect(store.get("a")?.[index]).toBe(n);
              }
            }),
          );
          expect((await notes.open()).get("a")).toEqual({ 0: 4, 1: 4, 2: 4 });
        },
      ),
      { numRuns: 300 },
    );
  });
});
