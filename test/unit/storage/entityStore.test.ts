import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Emitter } from "#base/emitter.ts";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { nameOf, slotOf } from "#storage/entityFile.ts";
import { MemoryDisk } from "../../support/state/memoryDisk.ts";
import { folder, type Note, useNotes } from "./support/noteWindows.ts";

const notes = useNotes();
afterEach(() => void vi.useRealTimers());

/** Of calls to the disk, in turns of the event loop. */
const durations = fc.infiniteStream(fc.oneof({ weight: 12, arbitrary: fc.nat(2) }, fc.nat(300)));
const last = async (turns: number): Promise<void> => {
  for (let left = turns; left > 0; left--) await Promise.resolve();
};
type Store = Awaited<ReturnType<typeof notes.open>>;

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
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    const store = await notes.open(3);
    for (const id of ["a", "b", "c", "a", "d"]) {
      await store.put(id, { n: store.get(id) ? 2 : 1 });
      vi.setSystemTime(Date.now() + 1);
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

  test("a change of an entity that was forgotten and created again applies to the new one", async () => {
    const [here, there] = [await notes.open(), await notes.open()];
    await here.put("a", { old: 1 });
    await here.put("a", { old: 2 });
    await there.forget(["a"]);
    for (const n of [1, 2]) await there.put("a", { new: n });
    expect(await here.update("a", (note) => ({ ...note, mine: 1 }))).toEqual({ new: 2, mine: 1 });
    expect((await notes.open()).get("a")).toEqual({ new: 2, mine: 1 });
  });

  test("a change that another window's removal overtakes doesn't bring the removed entity back", async () => {
    const outcomes = new Set<number | undefined>();
    for (let nth = 1; nth < 40; nth++) {
      notes.disk = new MemoryDisk();
      const [here, there] = [await notes.open(), await notes.open()];
      await here.put("a", { n: 1 });
      let turn = 0;
      notes.disk.pause = async () => void (++turn === nth && (await there.forget(["a"])));
      const updated = await here.update("a", (note) => note && { n: note["n"]! + 1 });
      if (turn >= nth) expect((await notes.open()).entries()).toEqual([]);
      outcomes.add(updated?.["n"]);
    }
    expect(outcomes).toEqual(new Set([2, undefined]));
  });

  test("of two windows that create an entity while a third one forgets another, none overwrites the other", async () => {
    for (let nth = 1; nth <= 16; nth++) {
      for (let other = 1; other <= 16; other++) {
        notes.disk = new MemoryDisk();
        const [first, second, third] = [await notes.open(), await notes.open(), await notes.open()];
        for (const n of [1, 2, 3]) await third.put("b", { n });
        const firstIsDone = new Emitter<void>();
        const secondWaits = new Emitter<void>();
        let [turn, turnOfSecond, isSecond] = [0, 0, false];
        let secondIsDone: Promise<unknown> | undefined;
        notes.disk.pause = async () => {
          if (isSecond && ++turnOfSecond === other) {
            isSecond = false;
            secondWaits.fire();
            await new Promise<void>((resolve) => firstIsDone.event(resolve));
          } else if (!isSecond && ++turn === nth) {
            await third.forget(["b"]);
            isSecond = true;
            const waits = new Promise<void>((resolve) => secondWaits.event(resolve));
            secondIsDone = second.update("a", (note) => ({ ...note, second: 1 }));
            await Promise.race([waits, secondIsDone]);
            isSecond = false;
          }
        };
        await first.update("a", (note) => ({ ...note, first: 1 }));
        firstIsDone.fire();
        await secondIsDone;
        expect((await notes.open()).get("a")).toEqual({ first: 1, second: secondIsDone && 1 });
      }
    }
  });

  test("with any durations of calls, entities that are forgotten again and again lose no later change", async () => {
    await fc.assert(
      fc.asyncProperty(durations, async (turns) => {
        notes.disk = new MemoryDisk();
        const windows = [await notes.open(), await notes.open(), await notes.open()];
        const [first, second, third] = windows as [Store, Store, Store];
        notes.disk.pause = () => last(turns.next().value);
        for (let n = 1; n <= 3; n++) {
          await Promise.all([first.put("a", { old: n }), second.update("b", () => ({ old: n })), third.refresh()]);
          await Promise.all([third.refresh(), second.refresh()]);
          await first.forget(["a"]);
          await Promise.all([
            first.update("a", (note) => ({ ...note, first: n })),
            second.update("a", (note) => ({ ...note, second: n })),
            third.update("a", (note) => ({ ...note, third: n })),
            first.forget(["b"]),
          ]);
          const all = { first: n, second: n, third: n };
          expect((await notes.open()).get("a")).toEqual(all);
          for (const store of windows) {
            await store.refresh();
            expect(store.get("a")).toEqual(all);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test("with any durations of calls, no change is lost, and a refresh reverts none", async () => {
    await fc.assert(
      fc.asyncProperty(durations, async (turns) => {
        notes.disk = new MemoryDisk();
        const windows = [await notes.open(), await notes.open(), await notes.open()];
        notes.disk.pause = () => last(turns.next().value);
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
      }),
      { numRuns: 300 },
    );
  });
});
