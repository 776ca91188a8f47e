import { existsSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Sqlite } from "#storage/loadSqlite.ts";
import { clearDatabase, trimOnce, usedBytes } from "./limits.ts";
import { isBroken, openDatabase } from "./openDatabase.ts";
import { addCovered, coverageOf, factsOf, knownValues, missingOf, setState, stateOf, unreadOf } from "./readingRows.ts";
import { countRuns, matchingIds, searchRuns } from "./searching.ts";
import { isSound, mayBeDamage, removeDatabase, worksBeside } from "./soundness.ts";
import type { Statements } from "./statements.ts";
import { addTexts, beginRun, type BegunRun, forgetRun, type TextPart } from "./writing.ts";

/** A change of a run: its beginning, or some of its texts. */
export type Change = { begin: BegunRun } | { add: TextPart };

/** What is done with the database of an index. */
const operations = {
  /** Writes all changes or none of them. @returns for each whether it was wanted: see `beginRun` and `addTexts` */
  write: (database: Statements, changes: readonly Change[]): boolean[] =>
    database.transaction(() =>
      changes.map((each) => ("begin" in each ? beginRun(database, each.begin) : addTexts(database, each.add))),
    ),
  search: searchRuns,
  count: countRuns,
  ids: matchingIds,
  facts: factsOf,
  values: knownValues,
  missing: missingOf,
  unread: unreadOf,
  /** Removes runs that the app doesn't have any more. */
  forget: (database: Statements, ids: readonly string[]): void =>
    database.transaction(() => {
      for (const id of ids) forgetRun(database, id);
    }),
  coverage: coverageOf,
  /** A page of the list was read: its runs are in the index, and the app had so many in all. */
  cover: (database: Statements, since: number, until: number, total: number): void =>
    database.transaction(() => {
      addCovered(database, since, until);
      setState(database, "total", String(total));
    }),
  state: stateOf,
  setState,
  /** The app has at least so many runs. */
  raiseTotal: (database: Statements, total: number): void =>
    database.transaction(() => {
      if (Number(stateOf(database, "total") ?? 0) < total) setState(database, "total", String(total));
    }),
  trim: trimOnce,
};

export type Operations = typeof operations;
/** What an operation takes besides the database. */
export type OperationValues<Name extends keyof Operations> =
  Parameters<Operations[Name]> extends [Statements, ...infer Values] ? Values : never;

/** The index of one connection: a database in a file. Every call blocks its thread, so it lives in a worker. */
export class RunDatabase {
  readonly #sqlite: Sqlite;
  readonly #file: string;
  #opened: { statements: Statements; inode: number; isSound?: true } | undefined;

  /** @param file absolute */
  constructor(sqlite: Sqlite, file: string) {
    this.#sqlite = sqlite;
    this.#file = file;
  }

  /** Does one of the operations with the database. */
  act<Name extends keyof Operations>(name: Name, ...values: OperationValues<Name>): ReturnType<Operations[Name]> {
    const operation = operations[name] as (...all: unknown[]) => ReturnType<Operations[Name]>;
    return this.#use((database) => operation(database, ...values));
  }

  /** The size of what the index holds, in bytes. */
  size(): number {
    return existsSync(this.#file) ? this.#use(usedBytes) : 0;
  }

  /**
   * Removes everything, so that no byte of a run is left. The file stays, because other windows may have it open; one
   * that can't be emptied goes, whatever is wrong with it.
   */
  clear(): void {
    if (!existsSync(this.#file)) return;
    try {
      this.#use(clearDatabase);
    } catch {
      this.close();
      removeDatabase(this.#file);
    }
  }

  /** Makes the database anew if it is damaged, after it has given something that can't be read. */
  fix(): void {
    if (this.#isDamaged()) this.#remake();
  }

  /** Removes the index with its folder. Nobody may use it afterwards. */
  remove(): void {
    // A window that still has the files open finds nothing in them.
    this.clear();
    this.close();
    removeDatabase(this.#file);
    rmSync(dirname(this.#file), { recursive: true, force: true });
  }

  close(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    opened?.statements.close();
  }

  #use<T>(act: (database: Statements) => T): T {
    try {
      return act(this.#open());
    } catch (error) {
      if (!isBroken(error) && !(mayBeDamage(error) && this.#isDamaged())) throw error;
      this.#remake();
      return act(this.#open());
    }
  }

  /** Looks at the whole database once, as long as it is open: most failures are those of the disk. */
  #isDamaged(): boolean {
    if (!this.#opened || this.#opened.isSound) return false;
    // What a full disk can't write isn't damaged.
    if (!isSound(this.#sqlite, this.#opened.statements)) return worksBeside(this.#sqlite, this.#file);
    this.#opened.isSound = true;
    return false;
  }

  #remake(): void {
    this.close();
    removeDatabase(this.#file);
  }

  #open(): Statements {
    // Another window may have removed a broken file, or the whole index.
    if (this.#opened && inodeOf(this.#file) !== this.#opened.inode) this.close();
    if (!this.#opened) {
      const statements = openDatabase(this.#sqlite, this.#file);
      this.#opened = { statements, inode: inodeOf(this.#file) ?? 0 };
    }
    return this.#opened.statements;
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
