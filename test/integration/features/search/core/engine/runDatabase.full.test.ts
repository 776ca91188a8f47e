import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sqlite from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { compileQuery } from "#features/search/core/engine/compileQuery.ts";
import { RunDatabase } from "#features/search/core/engine/runDatabase.ts";
import type { IndexedRun } from "#features/search/core/indexTypes.ts";
import { queryOf } from "../../../../../support/search/indexes.ts";

/** The engine on a disk that takes so many pages of each file, and then says what it says on a full one. */
class SmallDisk extends sqlite.DatabaseSync {
  constructor(path: string) {
    super(path);
    if (path !== ":memory:") this.exec("PRAGMA max_page_count = 60");
  }
}

/** The engine on a disk that may become read-only. */
class MountedDisk extends sqlite.DatabaseSync {
  static isReadOnly = false;
  static readonly #all: MountedDisk[] = [];

  constructor(path: string) {
    super(path);
    if (path === ":memory:") return;
    MountedDisk.#all.push(this);
    if (MountedDisk.isReadOnly) this.exec("PRAGMA query_only = ON");
  }

  static becomeReadOnly(): void {
    MountedDisk.isReadOnly = true;
    for (const each of MountedDisk.#all) if (each.isOpen) each.exec("PRAGMA query_only = ON");
  }
}

/** Makes a folder for a database, which goes with the test. */
function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "full-index-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "app", "runs.db");
}

function open(engine: Pick<typeof sqlite, "DatabaseSync">, file = newFile()): RunDatabase {
  const database = new RunDatabase({ ...sqlite, ...engine }, file);
  onTestFinished(() => database.close());
  return database;
}

function write(database: RunDatabase, id: string): void {
  const facts = { id, status: "completed", tools: [], nodes: [], waits: [], unanswered: 0, hasEvents: true };
  const run: IndexedRun = { facts, order: 1, tools: [], nodes: [], values: [] };
  const texts = [{ kind: "text", name: "", text: `charged ${"again ".repeat(3_000)}` }] as const;
  const begin = { run, writer: id, isWhole: true };
  database.act("write", [{ begin }, { add: { id, writer: id, from: 0, texts, isLast: true } }]);
}

const count = (database: RunDatabase): number => database.act("count", compileQuery(queryOf("charged")));

test("a full disk is no damage: what is indexed stays, and Clear removes it", () => {
  const database = open({ DatabaseSync: SmallDisk });
  let written = 0;
  const fill = (): void => {
    for (; written < 100; written++) write(database, `run-${written}`);
  };
  for (let times = 0; times < 2; times++) expect(fill).toThrow(/full/);
  expect(written).toBeGreaterThan(1);
  expect(count(database)).toBe(written);
  database.clear();
  expect(count(database)).toBe(0);
});

test("a disk that has become read-only is no damage, though nothing can be proved on it", () => {
  const file = newFile();
  const database = open({ DatabaseSync: MountedDisk }, file);
  write(database, "run-1");
  MountedDisk.becomeReadOnly();
  onTestFinished(() => void (MountedDisk.isReadOnly = false));
  for (const each of [database, open({ DatabaseSync: MountedDisk }, file)])
    for (let times = 0; times < 2; times++) expect(() => write(each, "run-2")).toThrow(/readonly/);
  expect(count(open(sqlite, file))).toBe(1);
});
