import { setState, stateOf } from "./readingRows.ts";
import { schema } from "./schema.ts";
import { numberOf, type Statements } from "./statements.ts";
import { removeRun } from "./writing.ts";

/** The work of one go, so that a search doesn't wait for long: pages given back, pages of words merged, runs removed. */
const batchSizes = { pages: 500, merged: 200, runs: 10 };
/** The share of the limit that a trimmed index has. Merging its words takes long, so that isn't done at each run. */
const targetShare = 0.9;

/** The pending work, stored so that other windows and the next start can see it. */
const states = { removing: "trim.removing", merging: "trim.merging" };

/** The size of what the database holds, in bytes, without pages that are free. */
export function usedBytes(database: Statements): number {
  return (pragma(database, "page_count") - pragma(database, "freelist_count")) * pragma(database, "page_size");
}

/**
 * Does a part of what keeps the index small enough: removes the oldest runs, merges what is left of the words,
 * gives the free space back.
 *
 * @returns whether there may be more to do
 */
export function trimOnce(database: Statements, maxBytes: number): boolean {
  const last = stateOf(database, states.removing);
  if (last !== undefined) return removeOldest(database, Number(last));
  if (stateOf(database, states.merging) !== undefined) return mergeWords(database);
  if (pragma(database, "freelist_count") > 0) {
    database.exec(`PRAGMA incremental_vacuum(${batchSizes.pages})`);
    return true;
  }
  const lastNumber = lastToRemove(database, maxBytes);
  if (lastNumber === undefined) return false;
  setState(database, states.removing, String(lastNumber));
  return true;
}

/** The number of the newest run that has to leave. */
function lastToRemove(database: Statements, maxBytes: number): number | undefined {
  const used = usedBytes(database);
  if (used <= maxBytes) return undefined;
  const count = numberOf(database.get("SELECT count(*) AS count FROM runs"), "count") ?? 0;
  const leaving = Math.ceil(count * Math.max(0, 1 - (maxBytes * targetShare) / used));
  const last = database.get("SELECT number FROM runs ORDER BY number LIMIT 1 OFFSET ?", Math.max(0, leaving - 1));
  return numberOf(last, "number");
}

function removeOldest(database: Statements, last: number): true {
  database.transaction(() => {
    const rows = database.all(
      "SELECT number FROM runs WHERE number <= ? ORDER BY number LIMIT ?",
      last,
      batchSizes.runs,
    );
    for (const row of rows) removeRun(database, numberOf(row, "number") ?? 0);
    database.run("DELETE FROM covered WHERE until <= ?", last);
    database.run("UPDATE OR REPLACE covered SET since = ? WHERE since <= ?", last + 1, last);
    if (rows.length > 0) return;
    setState(database, states.removing, undefined);
    setState(database, states.merging, "1");
  });
  return true;
}

/** The words of removed runs stay, marked as removed, until they are merged. */
function mergeWords(database: Statements): true {
  const before = totalChanges(database);
  database.run("INSERT INTO words (words, rank) VALUES ('merge', ?)", -batchSizes.merged);
  // The engine's documentation: a difference of one says that there was nothing to do.
  if (totalChanges(database) - before < 2) setState(database, states.merging, undefined);
  return true;
}

function totalChanges(database: Statements): number {
  return numberOf(database.get("SELECT total_changes() AS count"), "count") ?? 0;
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
