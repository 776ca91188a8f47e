import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { codeOf } from "#base/thrown.ts";
import { engineCodeOf, type Sqlite } from "#storage/loadSqlite.ts";
import { indexVersion, schema } from "./schema.ts";
import { mayBeDamage, removeDatabase, worksBeside } from "./soundness.ts";
import { numberOf, Statements } from "./statements.ts";

/** The highest version that there can be: a higher number comes from damage. */
const maxVersion = 1_000;

/** How long a window waits for the others, in milliseconds. Their changes take some milliseconds each. */
const lockTimeout = 10_000;

/** The first windows that open it disturb each other without waiting: so often they try again, so many milliseconds apart. */
const retryLimits = { max: 100, pause: 50 };
const busyCode = 5;

/** Errors of a file that isn't a database any more: a full or broken disk, or another program. */
const brokenCodes = new Set([11, 26]);

/**
 * Opens the database, and makes it if it isn't there. One that an earlier version wrote, or that is broken, is made anew:
 * everything in it can be read from the app again.
 *
 * @param file absolute
 * @throws NewerIndexError, and errors of the engine and the disk
 */
export function openDatabase(sqlite: Sqlite, file: string): Statements {
  for (let attempt = 1; ; attempt++) {
    try {
      return open(sqlite, file);
    } catch (error) {
      const isBusy = engineCodeOf(error) === busyCode;
      if (attempt === retryLimits.max || !(isBusy || isUseless(sqlite, file, error))) throw error;
      if (!isBusy) removeDatabase(file);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryLimits.pause);
    }
  }
}

/** Whether the database has to be made anew. */
export function isBroken(error: unknown): boolean {
  return error instanceof EarlierVersionError || brokenCodes.has(engineCodeOf(error) ?? 0);
}

/** Whether a database that doesn't open has to be made anew. */
function isUseless(sqlite: Sqlite, file: string, error: unknown): boolean {
  return isBroken(error) || codeOf(error) === "EISDIR" || (mayBeDamage(error) && worksBeside(sqlite, file));
}

/** @throws an error with the reason, where SQLite was built without full-text search */
export function requireFullText(sqlite: Sqlite): void {
  const probe = new sqlite.DatabaseSync(":memory:");
  try {
    const found = probe.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").get();
    if (!found) throw new Error(`SQLite ${process.versions["sqlite"] ?? ""} was built without full-text search`);
  } finally {
    probe.close();
  }
}

class EarlierVersionError extends Error {
  override readonly name = "EarlierVersionError";
}

/** Another window has a newer version of the extension. Two that make the index anew in turns would lose it each time. */
export class NewerIndexError extends Error {
  override readonly name = "NewerIndexError";

  constructor() {
    super("A newer version of this extension wrote the local index. Reload this window, or select Clear Local Index.");
  }
}

function open(sqlite: Sqlite, file: string): Statements {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // The database gives its own permissions to the files beside it, so that they are all the owner's.
  closeSync(openSync(file, "a", 0o600));
  const database = new sqlite.DatabaseSync(file);
  try {
    prepare(database);
    return new Statements(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: DatabaseSync): void {
  database.exec(`PRAGMA busy_timeout = ${lockTimeout}`);
  // Before the first table: afterwards it would have to write the whole file again.
  database.exec("PRAGMA auto_vacuum = INCREMENTAL");
  // A window reads while another one writes. Where the disk doesn't support it, the database works without.
  database.exec("PRAGMA journal_mode = WAL");
  // A process that ends loses nothing. A machine that stops may lose the last changes, and only those.
  database.exec("PRAGMA synchronous = NORMAL");
  // What is deleted is overwritten, and nothing is written outside of the index's folder.
  database.exec("PRAGMA secure_delete = ON");
  database.exec("PRAGMA temp_store = MEMORY");
  database.exec("PRAGMA journal_size_limit = 1048576");
  database.exec("PRAGMA cache_size = -16000");
  const statements = new Statements(database);
  if (versionOf(statements) === 0) statements.transaction(() => makeTables(statements));
  const version = versionOf(statements);
  if (version > indexVersion && version < maxVersion) throw new NewerIndexError();
  if (version !== indexVersion) throw new EarlierVersionError(`The index has version ${version}`);
}

function makeTables(statements: Statements): void {
  // Another window may have made them meanwhile.
  if (versionOf(statements) !== 0) return;
  statements.exec(schema);
  statements.exec(`PRAGMA user_version = ${indexVersion}`);
}

function versionOf(statements: Statements): number {
  return numberOf(statements.get("PRAGMA user_version"), "user_version") ?? 0;
}
