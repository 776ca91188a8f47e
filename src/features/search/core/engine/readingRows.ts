import type { SQLInputValue } from "node:sqlite";
import type { Coverage, FactsFilter } from "#features/search/core/indexTypes.ts";
import type { Condition } from "#runs/query/conditions.ts";
import { numberOf, type Row, type Statements, textOf } from "./statements.ts";

/** The facts of some runs as JSON, the newest first. */
export interface FactsPage {
  facts: string[];
  /** Give this to the next call; absent after the last run. */
  next?: number;
}

/** The facts of runs that a filter wants, from a number on. */
export function factsOf(
  database: Statements,
  filter: FactsFilter,
  before: number | undefined,
  limit: number,
): FactsPage {
  const conditions: [string, SQLInputValue][] = [["number < ?", before ?? Number.MAX_SAFE_INTEGER]];
  if (filter.from !== undefined) conditions.push(["number >= ?", Math.floor(filter.from)], ["began >= ?", filter.from]);
  if (filter.to !== undefined) conditions.push(["began < ?", filter.to]);
  if (filter.session !== undefined) conditions.push(["session = ?", filter.session]);
  const ofNodes = filter.degraded
    ? " AND (json_extract(facts, '$.failedNodes') > 0 OR json_extract(facts, '$.blockedBy') IS NOT NULL)"
    : "";
  const through = filter.degraded ? "INDEXED BY runs_degraded" : "";
  const rows = database.all(
    `SELECT number, facts FROM runs ${through} WHERE ${conditions.map(([sql]) => sql).join(" AND ")}${ofNodes}
      ORDER BY number DESC LIMIT ?`,
    ...conditions.map(([, value]) => value),
    limit,
  );
  return {
    facts: rows.map((row) => textOf(row, "facts") ?? ""),
    next: rows.length === limit ? numberOf(rows.at(-1), "number") : undefined,
  };
}

/** A value that a key may have, and how many runs have it. */
export interface KnownValue {
  text: string;
  runs: number;
}

/** The values that a statement selects: see `compileValues`. */
export function knownValues(database: Statements, { sql, values }: Condition, limit: number): KnownValue[] {
  return database.all(`${sql} LIMIT ?`, ...values, limit).map(knownValue);
}

function knownValue(row: Row): KnownValue {
  return { text: textOf(row, "text") ?? "", runs: numberOf(row, "runs") ?? 0 };
}

/** What was read of the app's runs. */
export function coverageOf(database: Statements): Coverage {
  const indexed = database.get(
    "SELECT count(*) - (SELECT count(*) FROM runs WHERE complete = 0 OR writer <> '') AS count FROM runs",
  );
  const newest = database.get("SELECT since FROM covered ORDER BY until DESC LIMIT 1");
  const total = textOf(database.get("SELECT value FROM state WHERE name = 'total'"), "value");
  const listed = database.get(
    `SELECT count(*) AS count, sum(status IN ('completed', 'failed', 'canceled')) AS ended
      FROM runs WHERE complete = 0 OR writer <> ''`,
  );
  return {
    indexed: numberOf(indexed, "count") ?? 0,
    total: total === undefined ? undefined : Number(total),
    back: numberOf(newest, "since"),
    listed: numberOf(listed, "count") || undefined,
    unread: numberOf(listed, "ended") || undefined,
  };
}

/** Adds a time range of which every run that has ended is in the index. Ranges that touch become one. */
export function addCovered(database: Statements, since: number, until: number): void {
  const touching = database.get(
    "SELECT min(since) AS since, max(until) AS until FROM covered WHERE since <= ? AND until >= ?",
    until,
    since,
  );
  database.run("DELETE FROM covered WHERE since <= ? AND until >= ?", until, since);
  database.run(
    "INSERT INTO covered (since, until) VALUES (?, ?)",
    Math.min(since, numberOf(touching, "since") ?? since),
    Math.max(until, numberOf(touching, "until") ?? until),
  );
}

/** The runs among these that the index doesn't have completely. */
export function missingOf(database: Statements, ids: readonly string[]): string[] {
  return ids.filter((id) => !database.get("SELECT 1 FROM runs WHERE id = ? AND complete AND writer = ''", id));
}

/** How many runs have ended whose events weren't read, and that began at a time or later. */
export function unreadOf(database: Statements, since: number): number {
  const row = database.get(
    `SELECT count(*) AS count FROM runs WHERE (complete = 0 OR writer <> '') AND number >= ?
      AND status IN ('completed', 'failed', 'canceled')`,
    Math.floor(since),
  );
  return numberOf(row, "count") ?? 0;
}

export function stateOf(database: Statements, name: string): string | undefined {
  return textOf(database.get("SELECT value FROM state WHERE name = ?", name), "value");
}

/** @param value `undefined` removes it */
export function setState(database: Statements, name: string, value: string | undefined): void {
  if (value === undefined) database.run("DELETE FROM state WHERE name = ?", name);
  else database.run("INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)", name, value);
}
