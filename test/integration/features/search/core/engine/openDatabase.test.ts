import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as sqlite from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { indexVersion } from "#features/search/core/engine/schema.ts";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import { bytesIn, endedRun, idsOf, textStep } from "../../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../../support/search/localIndexes.ts";

let indexes: LocalIndexes;
let window: LocalIndex;
let file: string;

beforeEach(() => {
  indexes = new LocalIndexes();
  window = indexes.window();
  file = join(indexes.folder, "app", "runs.db");
});

afterEach(() => indexes.dispose());

async function add(id: string, into = window): Promise<void> {
  into.add("app", { run: endedRun(id, 1), steps: [textStep(1, `charged twice ${"and again ".repeat(2_000)}`)] });
  await into.settled();
}

async function found(of = window): Promise<string[]> {
  return idsOf(of.indexOf("app")!, "charged");
}

/** Gives the database the version of another extension, as that one leaves it. */
function setVersion(version: number): void {
  const database = new sqlite.DatabaseSync(file);
  database.exec(`PRAGMA user_version = ${version}`);
  database.close();
}

/** Changes some bytes. */
function patch(at: number, ...bytes: number[]): void {
  const content = readFileSync(file);
  content.set(bytes, at);
  writeFileSync(file, content);
}

/** Changes the first place that has a text. */
function replace(before: string, after: string): void {
  const at = readFileSync(file).indexOf(before);
  expect(at).toBeGreaterThan(0);
  patch(at, ...Buffer.from(after));
}

describe("the index is made anew, and everything else goes on", () => {
  test.each<[string, () => void]>([
    ["the whole content is lost", () => truncateSync(file, 0)],
    ["its pages are overwritten", () => writeFileSync(file, readFileSync(file).fill(7, 4_096))],
    ["a column has lost its name", () => replace("  text TEXT NOT NULL,\n  sequence", "  tixt")],
    ["what it knows of a run is no JSON", () => replace('{"id":"a"', '{"id:"')],
    ["its format is one of the future", () => patch(44, 0, 0, 0, 9)],
    ["its file says that it can't be written", () => patch(18, 7)],
    ["its version is no version", () => patch(60, 0x55, 0x55, 0x55, 0x55)],
    [
      "a folder is in its place",
      () => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])("after %s while no window was open", async (_, damage) => {
    const before = indexes.window();
    for (const id of ["a", "b", "c"]) await add(id, before);
    await before.indexOf("app")!.coverage();
    before.dispose();
    // Its thread has closed the file, and has written everything into it.
    await expect.poll(() => existsSync(`${file}-wal`)).toBe(false);
    expect(bytesIn(join(indexes.folder, "app")).includes("charged")).toBe(true);
    damage();
    await window.indexOf("app")!.facts();
    await add("d");
    await add("e");
    expect((await found()).toSorted().slice(-2)).toEqual(["d", "e"]);
    expect(await window.indexOf("app")!.facts()).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: "d" })]),
    );
    expect(indexes.errors).toEqual([]);
  });

  test("when an earlier version of the extension wrote it", async () => {
    await add("a");
    setVersion(indexVersion - 1);
    const updated = indexes.window();
    expect(await found(updated)).toEqual([]);
    await add("b", updated);
    expect(await found(updated)).toEqual(["b"]);
    expect(indexes.errors).toEqual([]);
  });
});

describe("the index stays as it is, and one message says why", () => {
  const newer =
    "A newer version of this extension wrote the local index. Reload this window, or select Clear Local Index.";

  test("when a newer version of the extension wrote it", async () => {
    await add("a");
    setVersion(indexVersion + 1);
    const old = indexes.window();
    await add("b", old);
    await add("c", old);
    await expect(found(old)).rejects.toThrow(newer);
    expect(indexes.errors).toEqual([new Error(newer)]);
    setVersion(indexVersion);
    expect(await found()).toEqual(["a"]);
  });
});

describe("Clear removes the files", () => {
  const left = (): string[] => readdirSync(indexes.folder, { recursive: true }).map(String);

  test("whatever can't be opened", async () => {
    await add("a");
    await window.indexOf("app")!.coverage();
    setVersion(indexVersion + 1);
    const other = indexes.window();
    await expect(found(other)).rejects.toThrow("newer version");
    await other.clear(["app"]);
    expect(await found(other)).toEqual([]);
    await add("b", other);
    expect(await found(other)).toEqual(["b"]);
  });

  test("without a database, and after its thread has ended", async () => {
    await add("a");
    window.dispose();
    const ended = indexes.window(new URL("data:text/javascript,process.exit()"));
    await expect(found(ended)).rejects.toThrow("Indexing has stopped.");
    const failed = indexes.window(new URL("data:text/javascript,throw new Error('Out of memory.')"));
    await expect(found(failed)).rejects.toThrow(/^Indexing has stopped: Out of memory\. [A-Z]/);
    await ended.clear(["app"]);
    expect(left()).toEqual([]);
  });

  test("also those of connections that this window doesn't know", async () => {
    indexes.connections.set("other", { baseUrl: "http://two", secrets: () => Promise.resolve([]) });
    const there = indexes.window();
    there.add("other", { run: endedRun("b", 1), steps: [textStep(1, "charged twice")] });
    await there.settled();
    indexes.connections.delete("other");
    await add("a");
    await window.clearAll(["app"]);
    await window.indexOf("app")!.coverage();
    expect(bytesIn(indexes.folder).includes("charged")).toBe(false);
    await add("c");
    expect(await found()).toEqual(["c"]);
  });
});
