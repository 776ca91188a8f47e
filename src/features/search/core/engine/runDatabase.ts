import { existsSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Condition } from "../../../../runs/query/conditions.ts";
import type { Coverage, FactsFilter, SearchPage } from "../indexTypes.ts";
import type { CompiledQuery } from "./compileQuery.ts";
import { clearDatabase, trimOnce, usedBytes } from "./limits.ts";
import type { Sqlite } from "./loadSqlite.ts";
import { isBroken, NewerIndexError, openDatabase, removeDatabase } from "./openDatabase.ts";
import {
  addCovered,
  coverageOf,
  type FactsPage,
  factsOf,
  type KnownValue,
  knownValues,
  missingOf,
  setState,
  stateOf,
  unreadOf,
} from "./readingRows.ts";
import type { Statements } from "./rows.ts";
import { countRuns, matchingIds, searchRuns, type SearchPlace } from "./searching.ts";
import { addTexts, beginRun, type BegunRun, forgetRun, type TextPart } from "./writing.ts";

/** A change of a run: its beginning, or some of its texts. */
export type Change = { begin: BegunRun } | { add: TextPart };

/** The index of one connection: a database in a file. Every call blocks its thread, so it lives in a worker. */
export class RunDatabase {
  readonly #sqlite: Sqlite;
  readonly #file: string;
  #opened: { statements: Statements; inode: number } | undefined;

  /** @param file absolute */
  constructor(sqlite: Sqlite, file: string) {
    this.#sqlite = sqlite;
    this.#file = file;
  }

  /**
   * Writes changes, all or none of them.
   *
   * @returns for each change whether it was wanted: see `beginRun` and `addTexts`
   */
  write(changes: readonly Change[]): boolean[] {
    return this.#use((database) =>
      database.transaction(() =>
        changes.map((each) => ("begin" in each ? beginRun(database, each.begin) : addTexts(database, each.add))),
      ),
    );
  }

  search(query: CompiledQuery, place: SearchPlace): SearchPage {
    return this.#use((database) => searchRuns(database, query, place));
  }

  count(query: CompiledQuery): number {
    return this.#use((database) => countRuns(database, query));
  }

  ids(query: CompiledQuery): string[] {
    return this.#use((database) => matchingIds(database, query));
  }

  facts(filter: FactsFilter, before: number | undefined, most: number): FactsPage {
    return this.#use((database) => factsOf(database, filter, before, most));
  }

  values(statement: Condition, most: number): KnownValue[] {
    return this.#use((database) => knownValues(database, statement, most));
  }

  missing(ids: readonly string[]): string[] {
    return this.#use((database) => missingOf(database, ids));
  }

  unread(since: number): number {
    return this.#use((database) => unreadOf(database, since));
  }

  /** Removes runs that the app doesn't have any more. */
  forget(ids: readonly string[]): void {
    this.#use((database) =>
      database.transaction(() => {
        for (const id of ids) forgetRun(database, id);
      }),
    );
  }

  coverage(): Coverage {
    return this.#use(coverageOf);
  }

  /** A page of the list was read: its runs are in the index, and the app had so many in all. */
  cover(since: number, until: number, total: number): void {
    this.#use((database) =>
      database.transaction(() => {
        addCovered(database, since, until);
        setState(database, "total", String(total));
      }),
    );
  }

  state(name: string): string | undefined {
    return this.#use((database) => stateOf(database, name));
  }

  /** Changes a shared value if it still is what was read. @returns whether it was */
  exchange(name: string, before: string | undefined, after: string | undefined): boolean {
    return this.#use((database) =>
      database.transaction(() => {
        const isSame = stateOf(database, name) === before;
        if (isSame) setState(database, name, after);
        return isSame;
      }),
    );
  }

  /** Does a part of what keeps the index small enough. @returns whether there may be more to do */
  trim(mostBytes: number): boolean {
    return this.#use((database) => trimOnce(database, mostBytes));
  }

  /** The size of what the index holds, in bytes. */
  size(): number {
    return existsSync(this.#file) ? this.#use(usedBytes) : 0;
  }

  /** Removes everything, so that no byte of a run is left. The file stays, because other windows may have it open. */
  clear(): void {
    if (!existsSync(this.#file)) return;
    try {
      this.#use(clearDatabase);
    } catch (error) {
      if (!(error instanceof NewerIndexError)) throw error;
      // Only its version knows its tables.
      removeDatabase(this.#file);
    }
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
    this.#opened?.statements.close();
    this.#opened = undefined;
  }

  #use<T>(act: (database: Statements) => T): T {
    try {
      return act(this.#open());
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.close();
      removeDatabase(this.#file);
      return act(this.#open());
    }
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
