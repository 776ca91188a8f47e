import type { IndexedRun, IndexedText } from "#features/search/core/indexTypes.ts";
import { maxTexts, textBits } from "./schema.ts";
import { numberOf, type Statements, textOf } from "./statements.ts";

/** The latest time that an order may have, in milliseconds since the epoch: the year 2109. */
const maxOrder = 2 ** 42 - 1;

/** A run whose texts follow in parts. */
export interface BegunRun {
  run: IndexedRun;
  /** Unlike any other: says whose parts belong together. */
  writer: string;
  /** Whether the run has ended and all its events were read, so that it never changes again. */
  isWhole: boolean;
}

export interface TextPart {
  id: string;
  writer: string;
  /** The index of the first text. */
  from: number;
  texts: readonly IndexedText[];
  isLast: boolean;
}

/**
 * Begins a run, or begins it anew if only a part of it was written.
 *
 * @returns whether its texts are wanted: not those of a run that is there completely
 */
export function beginRun(database: Statements, { run, writer, isWhole }: BegunRun): boolean {
  const { id, status, user = null, session = null, error } = run.facts;
  const row = database.get("SELECT number, complete, writer FROM runs WHERE id = ?", id);
  // A run that another window is writing completely isn't replaced with a part of it.
  if (numberOf(row, "complete") === 1 && (!isWhole || textOf(row, "writer") === "")) return false;
  if (row) removeRun(database, numberOf(row, "number")!);
  const number = freeNumber(database, run.order);
  database.run(
    `INSERT INTO runs (number, id, status, began, duration, user, session, error_type, error_message, error_place,
      facts, writer, complete) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    number,
    id,
    status,
    run.began ?? null,
    run.duration ?? null,
    user,
    session,
    error?.type ?? null,
    error?.message ?? null,
    error?.place ?? null,
    JSON.stringify(run.facts),
    writer,
    isWhole ? 1 : 0,
  );
  addRows(database, number, run);
  return true;
}

/**
 * Adds texts to a run.
 *
 * @returns `false` when another window has begun the run anew meanwhile, or it was removed
 */
export function addTexts(database: Statements, { id, writer, from, texts, isLast }: TextPart): boolean {
  const run = database.get("SELECT number FROM runs WHERE id = ? AND writer = ?", id, writer);
  const number = numberOf(run, "number");
  if (number === undefined) return false;
  const first = textNumber(number, from);
  texts.slice(0, maxTexts - from).forEach(({ kind, name, text, sequence, step, at }, index) => {
    const textAt = first + BigInt(index);
    database.run(
      "INSERT INTO texts (number, kind, name, text, sequence, step, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      textAt,
      kind,
      name,
      text,
      sequence ?? null,
      step ?? null,
      at ?? null,
    );
    database.run("INSERT INTO words (rowid, name, text) VALUES (?, ?, ?)", textAt, name, text);
  });
  if (isLast) database.run("UPDATE runs SET writer = '' WHERE number = ?", number);
  return true;
}

/** Removes a run with everything that belongs to it. */
export function removeRun(database: Statements, number: number): void {
  const [first, last] = [textNumber(number, 0), textNumber(number, maxTexts - 1)];
  database.run(
    `INSERT INTO words (words, rowid, name, text)
      SELECT 'delete', number, name, text FROM texts WHERE number BETWEEN ? AND ?`,
    first,
    last,
  );
  database.run("DELETE FROM texts WHERE number BETWEEN ? AND ?", first, last);
  for (const table of ["tools", "nodes", "fields"]) database.run(`DELETE FROM ${table} WHERE run = ?`, number);
  database.run("DELETE FROM runs WHERE number = ?", number);
}

/** Removes a run by its id. */
export function forgetRun(database: Statements, id: string): void {
  const number = numberOf(database.get("SELECT number FROM runs WHERE id = ?", id), "number");
  if (number !== undefined) removeRun(database, number);
}

/** The number of a run's text in the index. */
export function textNumber(run: number, index: number): bigint {
  return (BigInt(run) << BigInt(textBits)) + BigInt(index);
}

/** The run's time, or the next one that no other run has. */
function freeNumber(database: Statements, order: number): number {
  let number = Math.min(maxOrder, Math.max(1, Math.floor(order)));
  while (database.get("SELECT 1 FROM runs WHERE number = ?", number)) number++;
  return number;
}

function addRows(database: Statements, number: number, { tools, nodes, values }: IndexedRun): void {
  for (const name of tools) database.run("INSERT OR IGNORE INTO tools (run, name) VALUES (?, ?)", number, name);
  for (const name of nodes) database.run("INSERT OR IGNORE INTO nodes (run, name) VALUES (?, ?)", number, name);
  values.forEach(({ path, text, sortable }, index) => {
    database.run(
      "INSERT INTO fields (run, path, place, text, sortable) VALUES (?, ?, ?, ?, ?)",
      number,
      pathNumber(database, path),
      index,
      text,
      sortable ?? null,
    );
  });
}

function pathNumber(database: Statements, path: string): number {
  const knownNumber = numberOf(database.get("SELECT number FROM paths WHERE path = ?", path), "number");
  if (knownNumber !== undefined) return knownNumber;
  return numberOf(database.get("INSERT INTO paths (path) VALUES (?) RETURNING number", path), "number")!;
}
