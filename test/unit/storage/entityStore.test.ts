import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { parseOwnJson } from "../../../src/base/json/parseJson.ts";
import { stringifyJson } from "../../../src/base/json/stringifyJson.ts";
import { nameOf, slotOf } from "../../../src/storage/entityFile.ts";
import { EntityStore } from "../../../src/storage/entityStore.ts";
import { type DiskCall, MemoryDisk } from "../../support/state/memoryDisk.ts";

const folder = "/state/notes";
type Note = Record<string, number>;

let disk: MemoryDisk;
let errors: string[];

beforeEach(() => {
  disk = new MemoryDisk();
  errors = [];
});

function windowOf(most?: number): { store: EntityStore<Note>; kill: () => void } {
  const fs = disk.process();
  const read = (stored: unknown): Note | undefined => (typeof stored === "object" ? (stored as Note) : undefined);
  const onError = (error: unknown): void => void errors.push(error instanceof Error ? error.message : String(error));
  return {
    store: new EntityStore({ folder, what: "notes", read, onError, fs, ...(most ? { most } : {}) }),
    kill: () => fs.kill(),
  };
}

async function open(most?: number): Promise<EntityStore<Note>> {
  const { store } = windowOf(most);
  await store.load();
  return store;
}

/** Fails a call, the how many-th of its kind, with an error of the system. */
function failAt(wanted: DiskCall, code: string, nth = 1): void {
  let calls = 0;
  disk.before = (call) => {
    if (call === wanted && ++calls === nth) throw MemoryDisk.failure(code);
  };
}

const fileOf = (id: string, version: number): string => `${folder}/${nameOf({ slot: slotOf(id), version })}`;

describe("one window", () => {
  test("an entity counts at once, and is there for the next window when it was confirmed", async () => {
    const store = await open();
    const written = store.put("a", { n: 1 });
    expect(store.get("a")).toEqual({ n: 1 });
    await written;
    expect((await open()).entries()).toEqual([["a", { n: 1 }]]);
    await store.delete("a");
    expect([store.get("a"), (await open()).entries()]).toEqual([undefined, []]);
    await store.put("a", { n: 2 });
    expect((await open()).get("a")).toEqual({ n: 2 });
  });

  test("numbers keep their digits", async () => {
    const store = await open();
    const text = '{"n":12345678901234567890,"m":1.10,"big":1e400,"zero":-0}';
    await store.put("a", parseOwnJson(text) as Note);
    expect(stringifyJson((await open()).get("a"))).toBe(text);
    await store.put("a", parseOwnJson(text.replace("890,", "891,")) as Note);
    expect(stringifyJson((await open()).get("a"))).toContain("12345678901234567891");
  });

  test("two states of an entity are kept, whatever its id consists of", async () => {
    const store = await open();
    const id = "../../é\0:* ".repeat(100);
    for (let n = 0; n < 5; n++) await store.put(id, { n });
    expect([...disk.texts(folder).keys()].sort()).toEqual([
      nameOf({ slot: slotOf(id), version: 4 }),
      nameOf({ slot: slotOf(id), version: 5 }),
    ]);
    expect((await open()).get(id)).toEqual({ n: 4 });
  });

  test("what is the same already is not written", async () => {
    const store = await open();
    await store.put("a", { n: 1 });
    const before = disk.texts(folder);
    await store.put("a", { n: 1 });
    await store.update("a", (note) => note);
    await store.delete("b");
    expect(disk.texts(folder)).toEqual(before);
  });

  test("those that were written last are kept", async () => {
    const store = await open(3);
    for (const id of ["a", "b", "c", "a", "d"]) {
      await store.put(id, { n: store.get(id) ? 2 : 1 });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(store.entries().map(([id]) => id)).toEqual(["c", "a", "d"]);
    expect((await open()).entries().map(([id]) => id)).toEqual(["c", "a", "d"]);
  });

  test("what was deleted is known as such, what was forgotten or never there is not", async () => {
    const store = await open();
    for (const id of ["a", "b"]) await store.put(id, { n: 1 });
    await store.delete("a");
    await store.forget(["b"]);
    const next = await open();
    expect(["a", "b", "c"].map((id) => next.wasDeleted(id))).toEqual([true, false, false]);
    expect([...disk.texts(folder).keys()].every((name) => name.startsWith(slotOf("a")))).toBe(true);
  });
});

describe("two windows", () => {
  test("changes of one entity by both are both there", async () => {
    const [here, there] = [await open(), await open()];
    const add = (key: string) => (note: Note | undefined) => ({ ...note, [key]: (note?.[key] ?? 0) + 1 });
    const all = Array.from({ length: 20 }, () => [
      here.update("a", add("here")),
      there.update("a", add("there")),
    ]).flat();
    await Promise.all(all);
    expect((await open()).get("a")).toEqual({ here: 20, there: 20 });
  });

  test("a window that changes an entity does not bring it back when another one deletes it", async () => {
    const [here, there] = [await open(), await open()];
    await here.put("a", { n: 1 });
    await there.delete("a");
    expect(await here.update("a", (note) => note && { n: note["n"]! + 1 })).toBeUndefined();
    expect((await open()).entries()).toEqual([]);
  });

  test("of two that add the same entity, one does, and none that was deleted", async () => {
    const [here, there] = [await open(), await open()];
    const added = await Promise.all([here.add("a", { by: 1 }), there.add("a", { by: 2 })]);
    expect(added.filter(Boolean)).toHaveLength(1);
    await here.delete("a");
    expect(await there.add("a", { by: 2 })).toBe(false);
    expect((await open()).entries()).toEqual([]);
  });

  test("a window hears of what the other one changed, once, and not of its own changes", async () => {
    const [here, there] = [await open(), await open()];
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

  test("however long their calls take, no change is lost, and a refresh takes none back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.oneof({ weight: 12, arbitrary: fc.nat(2) }, fc.nat(300))),
        async (turns) => {
          disk = new MemoryDisk();
          const windows = [await open(), await open(), await open()];
          disk.pause = async () => {
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
          expect((await open()).get("a")).toEqual({ 0: 4, 1: 4, 2: 4 });
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a disk that fails", () => {
  const calls: [DiskCall, string][] = [
    ["write", "ENOSPC"],
    ["sync", "EIO"],
    ["link", "EIO"],
    ["open", "EMFILE"],
    ["readdir", "EIO"],
  ];

  test.each(calls)(
    "a failing %s (%s) is told with the folder and the way out, and what was confirmed stays",
    async (call, code) => {
      const store = await open();
      await store.put("a", { n: 1 });
      failAt(call, code);
      const error: unknown = await store.put("a", { n: 2 }).catch((thrown: unknown) => thrown);
      disk.before = () => undefined;
      expect(String(error)).toContain(`The change to your notes wasn't saved to ${folder}. `);
      expect(String(error)).toMatch(/try again\.$/);
      // This window goes on with what was typed, and the next attempt writes it.
      expect(store.get("a")).toEqual({ n: 2 });
      expect((await open()).get("a")).toEqual({ n: 1 });
      await store.put("a", { n: 3 });
      expect((await open()).get("a")).toEqual({ n: 3 });
      expect(errors).toEqual([]);
    },
  );

  test("half of what a full disk has taken is removed, and is no entity", async () => {
    const store = await open();
    for (const nth of [1, 2]) {
      failAt("write", "ENOSPC", nth);
      await expect(store.put("a", { n: 1 })).rejects.toThrow("The disk is full. Free some space and try again.");
    }
    expect([...disk.texts(folder)]).toEqual([]);
  });

  test("what this window couldn't write gives way to what another one has written since", async () => {
    const [here, there] = [await open(), await open()];
    failAt("write", "ENOSPC");
    await expect(here.put("a", { n: 1 })).rejects.toThrow("full");
    await there.put("a", { n: 2 });
    await here.refresh();
    expect(here.get("a")).toEqual({ n: 2 });
  });

  test("without hard links files are copied, and a name is taken once all the same", async () => {
    disk.before = (call) => {
      if (call === "link") throw MemoryDisk.failure("EPERM");
    };
    const [here, there] = [await open(), await open()];
    const add = (note: Note | undefined) => ({ n: (note?.["n"] ?? 0) + 1 });
    await Promise.all(Array.from({ length: 10 }, () => [here.update("a", add), there.update("a", add)]).flat());
    disk.crash();
    expect((await open()).get("a")).toEqual({ n: 20 });
    expect(errors).toEqual([]);
  });

  test("a folder that somebody removes is made again", async () => {
    const store = await open();
    await disk.process().rm(folder, { force: true, recursive: true });
    await store.put("a", { n: 1 });
    expect((await open()).get("a")).toEqual({ n: 1 });
  });

  test("a folder that can't be read is told, and nothing of it counts as deleted", async () => {
    await (await open()).put("a", { n: 1 });
    disk.before = (call) => {
      if (call === "readdir") throw MemoryDisk.failure("EACCES");
    };
    const store = await open();
    expect([store.entries(), store.wasDeleted("a")]).toEqual([[], false]);
    expect(errors.join("\n")).toContain(folder);
  });
});

describe("a file that can't be read", () => {
  const damaged: [string, string][] = [
    ["torn", '{"id":"a","at":1,"val'],
    ["empty", ""],
    ["full of zeros", "\0".repeat(40)],
    ["of another kind", "[]"],
    ["of another version", '{"id":"a","at":1,"value":"five"}'],
  ];

  test.each(damaged)(
    "that is %s is told once with its name, never deleted, and the state before it counts",
    async (_what, text) => {
      await (await open()).put("a", { n: 1 });
      disk.put(fileOf("a", 2), text);
      const store = await open();
      await store.refresh();
      expect(store.get("a")).toEqual({ n: 1 });
      expect(errors).toHaveLength(1);
      expect(errors[0]).toContain(fileOf("a", 2));
      expect(errors[0]).toContain("Restore it from a backup, or delete it");
      for (let n = 2; n < 6; n++) await store.put("a", { n });
      expect((await open()).get("a")).toEqual({ n: 5 });
      expect([...disk.texts(folder).values()]).toContain(text);
    },
  );

  test("hides no other one, and files with other names are left alone", async () => {
    const store = await open();
    await store.put("b", { n: 1 });
    disk.put(fileOf("a", 1), "{");
    disk.put(`${folder}/README`, "mine");
    expect((await open()).entries()).toEqual([["b", { n: 1 }]]);
    expect(disk.texts(folder).get("README")).toBe("mine");
  });
});

describe("a process that ends in the middle", () => {
  /** Kills the process before its n-th call of a change, or cuts the power there, for every n. */
  test.each(["kill", "power"] as const)(
    "leaves what was confirmed, and the change whole or not at all (%s)",
    async (how) => {
      const outcomes = new Set<number>();
      for (let nth = 1; nth < 40; nth++) {
        disk = new MemoryDisk();
        const { store, kill } = windowOf();
        await store.load();
        await store.put("a", { n: 1 });
        await store.put("b", { n: 1 });
        let calls = 0;
        const ended = new Promise<void>((resolve) => {
          disk.before = () => {
            if (++calls !== nth) return;
            kill();
            if (how === "power") disk.crash((text) => text.slice(0, 5));
            resolve();
            throw MemoryDisk.failure("EIO");
          };
        });
        let isConfirmed = false;
        const change = store.put("a", { n: 2 }).then(
          () => void (isConfirmed = true),
          () => undefined,
        );
        await Promise.race([ended, change]);
        disk.before = () => undefined;
        const next = await open();
        expect(next.get("b")).toEqual({ n: 1 });
        const { n } = next.get("a")!;
        expect(isConfirmed ? [2] : [1, 2]).toContain(n);
        outcomes.add(n!);
        await next.put("a", { n: 3 });
        expect((await open()).get("a")).toEqual({ n: 3 });
      }
      expect([...outcomes]).toEqual([1, 2]);
      expect(errors).toEqual([]);
    },
  );

  test("what it had begun is removed later, never what is just being written", async () => {
    const { store, kill } = windowOf();
    await store.load();
    disk.before = (call) => void (call === "link" && kill());
    void store.put("a", { n: 1 });
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    disk.before = () => undefined;
    const [name = ""] = disk.texts(folder).keys();
    expect(name).toMatch(/^\.new-/);
    disk.put(`${folder}/.new-1-old`, "{", Date.now() - 2 * 60 * 60 * 1000);
    await open();
    expect([...disk.texts(folder).keys()]).toEqual([name]);
  });
});
