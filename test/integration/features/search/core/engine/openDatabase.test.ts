import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as sqlite from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { indexVersion } from "../../../../../../src/features/search/core/engine/schema.ts";
import type { LocalIndex } from "../../../../../../src/features/search/core/localIndex.ts";
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

describe("the index is made anew, and everything else goes on", () => {
  test.each([
    ["the whole content is lost", () => truncateSync(file, 0)],
    ["its pages are overwritten", () => writeFileSync(file, readFileSync(file).fill(7, 4_096))],
  ])("after %s while no window was open", async (_, damage) => {
    const before = indexes.window();
    for (const id of ["a", "b", "c"]) await add(id, before);
    await before.indexOf("app")!.coverage();
    before.dispose();
    // Its thread has closed the file, and has written everything into it.
    await expect.poll(() => existsSync(`${file}-wal`)).toBe(false);
    expect(bytesIn(join(indexes.folder, "app")).includes("charged")).toBe(true);
    damage();
    await add("d");
    await add("e");
    expect(await found()).toEqual(expect.arrayContaining(["d", "e"]));
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
