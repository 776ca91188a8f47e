import type { SQLInputValue } from "node:sqlite";
import type { FoundRun, FoundStep, SearchPage } from "../indexTypes.ts";
import { type CompiledQuery, type Condition, namesCondition } from "../query/compileQuery.ts";
import { markedText, marks } from "./markedText.ts";
import { numberOf, type Row, type Statements, textOf } from "./rows.ts";
import { mostTexts } from "./schema.ts";
import { textNumber } from "./writing.ts";

/** How many runs are looked at first. Few words are so rare that this doesn't fill a page. */
const firstWindow = 400;
const growth = 8;
/** The matching values of a run that are shown. */
const mostValues = 3;

/** Where a page begins, and how long it and its parts are. */
export interface SearchPlace {
  /** `next` of the page before. */
  before?: number | undefined;
  runs: number;
  stepsOfRun: number;
}

/** Finds the newest runs that match, window by window, so that a common word doesn't have to be found everywhere. */
export function searchRuns(database: Statements, query: CompiledQuery, place: SearchPlace): SearchPage {
  const found: Row[] = [];
  let end = place.before ?? Number.MAX_SAFE_INTEGER;
  for (let size = firstWindow; end > 0 && found.length <= place.runs; size *= growth) {
    const last = database.get(
      "SELECT number FROM runs WHERE number < ? ORDER BY number DESC LIMIT 1 OFFSET ?",
      end,
      size,
    );
    const first = numberOf(last, "number") ?? 0;
    found.push(...runsBetween(database, query.runs, { first, end }, place.runs + 1 - found.length));
    end = first;
  }
  const shown = found.slice(0, place.runs);
  return {
    runs: shown.map((row) => foundRun(database, query, row, place.stepsOfRun)),
    ...(found.length > shown.length ? { next: numberOf(shown.at(-1), "number") } : {}),
  };
}

/** How many runs match. */
export function countRuns(database: Statements, { runs }: CompiledQuery): number {
  const { sql, values } = windowed(runs, { first: 0, end: Number.MAX_SAFE_INTEGER });
  return numberOf(database.get(`SELECT count(*) AS count FROM runs r WHERE ${sql}`, ...values), "count") ?? 0;
}

interface Window {
  /** The number of the oldest run that belongs to it. */
  first: number;
  /** The number after the newest one. */
  end: number;
}

function runsBetween(database: Statements, condition: Condition, window: Window, most: number): Row[] {
  const { sql, values } = windowed(condition, window);
  return database.all(
    `SELECT r.* FROM runs r WHERE r.number >= ? AND r.number < ? AND (${sql}) ORDER BY r.number DESC LIMIT ?`,
    window.first,
    window.end,
    ...values,
    most,
  );
}

/** The condition with the window's numbers in place of its names. */
function windowed({ sql, values }: Condition, { first, end }: Window): { sql: string; values: SQLInputValue[] } {
  const rest = [...values];
  const bound: SQLInputValue[] = [];
  const numbers = { $first: textNumber(first, 0), $end: textNumber(Math.min(end, 2 ** 42), 0) };
  const text = sql.replace(/\?|\$first|\$end/g, (mark) => {
    bound.push(mark === "?" ? (rest.shift() ?? null) : numbers[mark as keyof typeof numbers]);
    return "?";
  });
  return { sql: text, values: bound };
}

function foundRun(database: Statements, query: CompiledQuery, row: Row, mostSteps: number): FoundRun {
  const number = numberOf(row, "number")!;
  const message = textOf(row, "error_message");
  const [type, errorPlace] = [textOf(row, "error_type"), textOf(row, "error_place")];
  const error = message === undefined ? undefined : { type, message, place: errorPlace };
  return {
    id: textOf(row, "id") ?? "",
    status: textOf(row, "status") ?? "",
    title: textOf(row, "title") ?? "",
    began: numberOf(row, "began"),
    ended: numberOf(row, "ended"),
    user: textOf(row, "user"),
    session: textOf(row, "session"),
    error,
    values: query.fields.length === 0 ? [] : valuesOf(database, query.fields, number),
    ...stepsOf(database, query, number, mostSteps),
  };
}

function valuesOf(database: Statements, fields: readonly Condition[], number: number): FoundRun["values"] {
  const rows = database.all(
    `SELECT p.path, f.text FROM fields f JOIN paths p ON p.number = f.path
      WHERE f.run = ? AND (${fields.map(({ sql }) => `(${sql})`).join(" OR ")}) ORDER BY f.place LIMIT ?`,
    number,
    ...fields.flatMap(({ values }) => values),
    mostValues,
  );
  return rows.map((row) => ({ path: textOf(row, "path") ?? "", text: textOf(row, "text") ?? "" }));
}

function stepsOf(
  database: Statements,
  { words, tools }: CompiledQuery,
  number: number,
  most: number,
): Pick<FoundRun, "steps" | "moreSteps"> {
  const range = [textNumber(number, 0), textNumber(number, mostTexts - 1)];
  const [start, end] = [marks.start, marks.end];
  const inWords = `SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?`;
  const ofTools = namesCondition("t.name", tools);
  const inTools = `SELECT number FROM texts t WHERE number BETWEEN ? AND ? AND kind = 'tool' AND (${ofTools.sql})`;
  const places = new Map<number, FoundStep>();
  let count = 0;
  if (words !== undefined) {
    count += countOf(database, `SELECT count(*) AS count FROM (${inWords})`, [words, ...range]);
    const rows = database.all(
      `SELECT t.number & 1048575 AS place, t.kind, t.sequence, t.step, t.at,
        highlight(words, 0, '${start}', '${end}') AS name, snippet(words, 1, '${start}', '${end}', '…', 20) AS text
        FROM words JOIN texts t ON t.number = words.rowid
        WHERE words MATCH ? AND words.rowid BETWEEN ? AND ? ORDER BY words.rowid LIMIT ?`,
      words,
      ...range,
      most,
    );
    for (const row of rows) places.set(numberOf(row, "place")!, foundStep(row));
  }
  if (tools.length > 0) {
    const others = words === undefined ? "" : ` AND number NOT IN (${inWords})`;
    const values = [...range, ...ofTools.values, ...(words === undefined ? [] : [words, ...range])];
    count += countOf(database, `SELECT count(*) AS count FROM (${inTools}${others})`, values);
    const rows = database.all(
      `SELECT t.number & 1048575 AS place, t.kind, t.sequence, t.step, t.at, t.name, substr(t.text, 1, 200) AS text
        FROM (${inTools}${others}) found JOIN texts t ON t.number = found.number ORDER BY t.number LIMIT ?`,
      ...values,
      most,
    );
    for (const row of rows) places.set(numberOf(row, "place")!, foundStep(row, true));
  }
  const steps = [...places].sort(([a], [b]) => a - b).slice(0, most);
  return { steps: steps.map(([, step]) => step), moreSteps: count - steps.length };
}

function countOf(database: Statements, sql: string, values: SQLInputValue[]): number {
  return numberOf(database.get(sql, ...values), "count") ?? 0;
}

function foundStep(row: Row, isName = false): FoundStep {
  const name = textOf(row, "name") ?? "";
  return {
    kind: textOf(row, "kind") as FoundStep["kind"],
    name: isName ? { text: name, ranges: [{ start: 0, end: name.length }] } : markedText(name),
    excerpt: markedText(textOf(row, "text") ?? ""),
    sequence: numberOf(row, "sequence"),
    step: textOf(row, "step"),
    at: numberOf(row, "at"),
  };
}
