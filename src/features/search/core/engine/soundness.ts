import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { engineCodeOf, type Sqlite } from "#storage/loadSqlite.ts";
import { schema } from "./schema.ts";
import { Statements } from "./statements.ts";

/** The codes that say that another window has the database for the moment, which says nothing about it. */
const inUseCodes = new Set([5, 6]);

/** Whether an error of the engine may come from a damaged file. Damage has many codes, like other wrong content. */
export function mayBeDamage(error: unknown): boolean {
  const code = engineCodeOf(error);
  return code !== undefined && !inUseCodes.has(code);
}

/**
 * Whether a database is as this extension has written it: its pages, its tables, its words, and what it says of each
 * run. It is read as a whole.
 */
export function isSound(sqlite: Sqlite, database: Statements): boolean {
  try {
    const [page] = database.all("PRAGMA integrity_check(1)");
    if (page?.["integrity_check"] !== "ok") return false;
    if (tablesOf(database) !== ownTables(sqlite)) return false;
    database.exec("INSERT INTO words (words) VALUES ('integrity-check')");
    return database.get("SELECT 1 FROM runs WHERE json_valid(facts) IS NOT 1 LIMIT 1") === undefined;
  } catch (error) {
    return !mayBeDamage(error);
  }
}

/** Whether a new database works beside a file. If not, the disk is at fault, and nothing is won by making it anew. */
export function worksBeside(sqlite: Sqlite, file: string): boolean {
  const probe = join(dirname(file), `probe-${randomUUID()}.db`);
  try {
    const database = new sqlite.DatabaseSync(probe);
    try {
      database.exec("CREATE TABLE probe (value)");
    } finally {
      database.close();
    }
    return true;
  } catch {
    return false;
  } finally {
    removeDatabase(probe);
  }
}

/** Removes a database with everything that belongs to it. */
export function removeDatabase(file: string): void {
  for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(file + end, { force: true, recursive: true });
}

function ownTables(sqlite: Sqlite): string {
  const database = new Statements(new sqlite.DatabaseSync(":memory:"));
  try {
    database.exec(schema);
    return tablesOf(database);
  } finally {
    database.close();
  }
}

function tablesOf(database: Statements): string {
  return JSON.stringify(database.all("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"));
}
