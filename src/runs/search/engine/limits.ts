import type { IndexLimits } from "../indexTypes.ts";
import { numberOf, type Statements } from "./rows.ts";
import { schema } from "./schema.ts";
import { removeRun } from "./writing.ts";

/** How many pages are given back in one go, so that a search doesn't wait for long. */
const pagesAtOnce = 500;

/** The size of what the database holds, in bytes, without pages that are free. */
export function usedBytes(database: Statements): number {
  return (pragma(database, "page_count") - pragma(database, "freelist_count")) * pragma(database, "page_size");
}

/**
 * Removes the oldest run if it is too old, or if the index is too large. After the last one, it gives free space back.
 *
 * @returns whether there may be more to do
 */
export function trimOnce(database: Statements, { bytes, oldest = 0 }: IndexLimits): boolean {
  const run = database.get("SELECT number, began FROM runs ORDER BY number LIMIT 1");
  const number = numberOf(run, "number");
  const isOver = number !== undefined && (number < oldest || usedBytes(database) > bytes);
  if (isOver) {
    database.transaction(() => {
      removeRun(database, number);
      database.run("DELETE FROM covered WHERE until <= ?", number);
      database.run("UPDATE OR REPLACE covered SET since = ? WHERE since <= ?", number + 1, number);
    });
    return true;
  }
  if (pragma(database, "freelist_count") === 0) return false;
  database.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`);
  return pragma(database, "freelist_count") > 0;
}

/**
 * Removes everything, so that no byte of a run is left in any of the database's files, also while other windows have
 * them open.
 */
export function clearDatabase(database: Statements): void {
  const tables = database.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%'",
  );
  database.transaction(() => {
    for (const { name } of tables) database.exec(`DROP TABLE ${String(name)}`);
    database.exec(schema);
  });
  database.exec("VACUUM");
  emptyLog(database);
}

/** Moves all changes from the log into the database, and empties the log. */
function emptyLog(database: Statements): void {
  // Another window may read for a moment; the busy timeout waits for it.
  const result = database.get("PRAGMA wal_checkpoint(TRUNCATE)");
  if (numberOf(result, "busy") === 1) throw new Error("Another window is using the index. Try again in a moment.");
}

function pragma(database: Statements, name: "page_count" | "freelist_count" | "page_size"): number {
  return numberOf(database.get(`PRAGMA ${name}`), name) ?? 0;
}
