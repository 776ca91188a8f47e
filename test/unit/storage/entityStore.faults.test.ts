import { describe, expect, test } from "vitest";
import { type DiskCall, MemoryDisk } from "../../support/state/memoryDisk.ts";
import { fileOf, folder, type Note, useNotes } from "./support/noteWindows.ts";

const notes = useNotes();

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
      const store = await notes.open();
      await store.put("a", { n: 1 });
      notes.failAt(call, code);
      const error: unknown = await store.put("a", { n: 2 }).catch((thrown: unknown) => thrown);
      notes.disk.before = () => undefined;
      expect(String(error)).toContain(`The change to your notes wasn't saved to ${folder}. `);
      expect(String(error)).toMatch(/try again\.$/);
      // This window goes on with what was typed, and the next attempt writes it.
      expect(store.get("a")).toEqual({ n: 2 });
      expect((await notes.open()).get("a")).toEqual({ n: 1 });
      await store.put("a", { n: 3 });
      expect((await notes.open()).get("a")).toEqual({ n: 3 });
      expect(notes.errors).toEqual([]);
    },
  );

  test.each([
    ["sync", "EINVAL"],
    ["sync", "EIO"],
    ["open", "EACCES"],
  ] as const)(
    "a folder whose names can't be synced (%s, %s) saves all the same, and that is told once",
    async (call, code) => {
      notes.disk.before = (name, path) => {
        if (name === call && path === folder) throw MemoryDisk.failure(code);
      };
      const store = await notes.open();
      for (const n of [1, 2]) await store.put("a", { n });
      await store.add("b", { n: 1 });
      expect((await notes.open()).entries()).toEqual([
        ["a", { n: 2 }],
        ["b", { n: 1 }],
      ]);
      expect(notes.errors).toEqual([
        `The change to your notes was saved to ${folder}, but the system didn't confirm that it reached the disk (${code}: it failed). A power failure could undo it. Check the disk.`,
      ]);
    },
  );

  test("a change that loses against other windows each time says to try again, and blames no folder", async () => {
    const store = await notes.open();
    notes.disk.before = (call) => {
      if (call === "link") throw MemoryDisk.failure("EEXIST");
    };
    const why = "Other windows keep changing the same data. Try again.";
    await expect(store.put("a", { n: 1 })).rejects.toMatchObject({
      message: `The change to your notes wasn't saved to ${folder}. ${why}`,
    });
  });

  test("half a file on a full disk is removed, and is no entity", async () => {
    const store = await notes.open();
    for (const nth of [1, 2]) {
      notes.failAt("write", "ENOSPC", nth);
      await expect(store.put("a", { n: 1 })).rejects.toThrow("The disk is full. Free some space and try again.");
    }
    expect([...notes.disk.texts(folder)]).toEqual([]);
  });

  test("a change that this window couldn't write gives way to a later one of another", async () => {
    const [here, there] = [await notes.open(), await notes.open()];
    notes.failAt("write", "ENOSPC");
    await expect(here.put("a", { n: 1 })).rejects.toThrow("full");
    await there.put("a", { n: 2 });
    await here.refresh();
    expect(here.get("a")).toEqual({ n: 2 });
  });

  test("a change that this window couldn't write is part of its next one", async () => {
    const store = await notes.open();
    notes.failAt("write", "ENOSPC");
    await expect(store.put("a", { n: 1 })).rejects.toThrow("full");
    await store.update("a", (before) => ({ n: (before?.["n"] ?? 0) + 1 }));
    for (const each of [store, await notes.open()]) expect(each.get("a")).toEqual({ n: 2 });
  });

  test("without hard links files are copied, and a name is still given once", async () => {
    notes.disk.before = (call) => {
      if (call === "link") throw MemoryDisk.failure("EPERM");
    };
    const [here, there] = [await notes.open(), await notes.open()];
    const add = (note: Note | undefined) => ({ n: (note?.["n"] ?? 0) + 1 });
    await Promise.all(Array.from({ length: 10 }, () => [here.update("a", add), there.update("a", add)]).flat());
    notes.disk.crash();
    expect((await notes.open()).get("a")).toEqual({ n: 20 });
    expect(notes.errors).toEqual([]);
  });

  test("a folder that can't be read is reported, and nothing in it counts as deleted", async () => {
    await (await notes.open()).put("a", { n: 1 });
    notes.disk.before = (call) => {
      if (call === "readdir") throw MemoryDisk.failure("EACCES");
    };
    const store = await notes.open();
    expect([store.entries(), store.wasDeleted("a")]).toEqual([[], false]);
    const errors = notes.errors.join("\n");
    expect(errors).toContain(`can't be read: ${folder}. Access was denied.`);
    expect(errors).not.toContain("delete it");
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
      await (await notes.open()).put("a", { n: 1 });
      notes.disk.put(fileOf("a", 2), text);
      const store = await notes.open();
      await store.refresh();
      expect(store.get("a")).toEqual({ n: 1 });
      expect(notes.errors).toHaveLength(1);
      expect(notes.errors[0]).toContain(fileOf("a", 2));
      expect(notes.errors[0]).toContain("Restore it from a backup, or delete it");
      for (let n = 2; n < 6; n++) await store.put("a", { n });
      expect((await notes.open()).get("a")).toEqual({ n: 5 });
      expect([...notes.disk.texts(folder).values()]).toContain(text);
    },
  );
});

describe("a process that ends in the middle", () => {
  /** Kills the process before its n-th call of a change, or cuts the power there, for every n. */
  test.each(["kill", "power"] as const)(
    "leaves what was confirmed, and the change whole or not at all (%s)",
    async (how) => {
      const outcomes = new Set<number>();
      for (let nth = 1; nth < 40; nth++) {
        notes.disk = new MemoryDisk();
        const { store, kill } = notes.windowOf();
        await store.load();
        await store.put("a", { n: 1 });
        await store.put("b", { n: 1 });
        let calls = 0;
        const ended = new Promise<void>((resolve) => {
          notes.disk.before = () => {
            if (++calls !== nth) return;
            kill();
            if (how === "power") notes.disk.crash((text) => text.slice(0, 5));
            resolve();
          };
        });
        let isConfirmed = false;
        const change = store.put("a", { n: 2 }).then(() => void (isConfirmed = true));
        await Promise.race([ended, change]);
        notes.disk.before = () => undefined;
        const next = await notes.open();
        expect(next.get("b")).toEqual({ n: 1 });
        const { n } = next.get("a")!;
        expect(isConfirmed ? [2] : [1, 2]).toContain(n);
        outcomes.add(n!);
        await next.put("a", { n: 3 });
        expect((await notes.open()).get("a")).toEqual({ n: 3 });
      }
      expect([...outcomes]).toEqual([1, 2]);
      expect(notes.errors).toEqual([]);
    },
  );

  test("its incomplete files are removed later, never one that is being written", async () => {
    const { store, kill } = notes.windowOf();
    await store.load();
    notes.disk.before = (call) => void (call === "link" && kill());
    void store.put("a", { n: 1 });
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    notes.disk.before = () => undefined;
    const [name = ""] = notes.disk.texts(folder).keys();
    expect(name).toMatch(/^\.new-/);
    notes.disk.put(`${folder}/.new-1-old`, "{", Date.now() - 2 * 60 * 60 * 1000);
    await notes.open();
    expect([...notes.disk.texts(folder).keys()]).toEqual([name]);
  });
});
