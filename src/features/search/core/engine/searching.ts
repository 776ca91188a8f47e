import type { SQLInputValue } from "node:sqlite";
import type { FoundParts, SearchPage } from "#features/search/core/indexTypes.ts";
import type { Condition } from "#runs/query/conditions.ts";
import type { CompiledQuery } from "./compileQuery.ts";
import { type StepsOfRun, stepsOfRuns } from "./foundSteps.ts";
import { numberOf, type Row, type Statements, textOf } from "./statements.ts";
import { textNumber } from "./writing.ts";

/** How many runs are looked at first. Few words are so rare that this doesn't fill a page. */
const firstWindow = 400;
const windowGrowth = 8;
/** The matching values of a run that are shown. */
const maxValues = 3;

/** The beginning of a page, and the size of it and its parts. */
export interface PageRequest {
  /** `next` of the page before. */
  before?: number;
  runs: number;
  stepsOfRun: number;
}

interface FoundRow extends FoundParts {
  /** The facts of a `FoundRun`, as JSON. */
  facts: string;
}

/** Finds the newest runs that match, window by window, so that a common word doesn't have to be found everywhere. */
export function searchRuns(database: Statements, query: CompiledQuery, request: PageRequest): SearchPage<FoundRow> {
  const found: Row[] = [];
  let end = request.before ?? Number.MAX_SAFE_INTEGER;
  for (let size = firstWindow; end > 0 && found.length <= request.runs; size *= windowGrowth) {
    const last = database.get(
      "SELECT number FROM runs WHERE number < ? ORDER BY number DESC LIMIT 1 OFFSET ?",
      end,
      size,
    );
    const first = numberOf(last, "number") ?? 0;
    found.push(...runsBetween(database, query.runs, { first, end }, request.runs + 1 - found.length));
    end = first;
  }
  const shown = found.slice(0, request.runs);
  const numbers = shown.map((row) => numberOf(row, "number") ?? 0);
  const last = numbers.at(-1);
  const steps = stepsOfRuns(database, query, numbers, request.stepsOfRun);
  return {
    runs: shown.map((row) => foundRow(database, query, row, steps.get(numberOf(row, "number") ?? 0))),
    last,
    next: found.length > shown.length ? last : undefined,
  };
}

/** How many runs match. */
export function countRuns(database: Statements, { runs }: CompiledQuery): number {
  const { sql, values } = windowed(runs, { first: 0, end: Number.MAX_SAFE_INTEGER });
  return numberOf(database.get(`SELECT count(*) AS count FROM runs r WHERE ${sql}`, ...values), "count") ?? 0;
}

/** The ids of all runs that match, in no order. */
export function matchingIds(database: Statements, { runs }: CompiledQuery): string[] {
  const { sql, values } = windowed(runs, { first: 0, end: Number.MAX_SAFE_INTEGER });
  return database.all(`SELECT r.id FROM runs r WHERE ${sql}`, ...values).map((row) => textOf(row, "id") ?? "");
}

interface Window {
  /** The number of the oldest run that belongs to it. */
  first: number;
  /** The number after the newest one. */
  end: number;
}

function runsBetween(database: Statements, condition: Condition, window: Window, limit: number): Row[] {
  const { sql, values } = windowed(condition, window);
  // A row shows no calls and nodes, of which a run may have thousands.
  return database.all(
    `SELECT r.number, json_remove(r.facts, '$.tools', '$.nodes', '$.waits') AS facts FROM runs r
      WHERE r.number >= ? AND r.number < ? AND (${sql}) ORDER BY r.number DESC LIMIT ?`,
    window.first,
    window.end,
    ...values,
    limit,
  );
}

/** The condition with the window's numbers instead of its names. */
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

function foundRow(database: Statements, query: CompiledQuery, row: Row, steps: StepsOfRun | undefined): FoundRow {
  return {
    facts: textOf(row, "facts") ?? "",
    values: query.fields.length === 0 ? [] : valuesOf(database, query.fields, numberOf(row, "number")!),
    steps: steps?.steps ?? [],
    moreSteps: steps ? steps.count - steps.steps.length : 0,
  };
}

function valuesOf(database: Statements, fields: readonly Condition[], number: number): FoundParts["values"] {
  const rows = database.all(
    `SELECT p.path, f.text FROM fields f JOIN paths p ON p.number = f.path
      WHERE f.run = ? AND (${fields.map(({ sql }) => `(${sql})`).join(" OR ")}) ORDER BY f.place LIMIT ?`,
    number,
    ...fields.flatMap(({ values }) => values),
    maxValues,
  );
  return rows.map((row) => ({ path: textOf(row, "path") ?? "", text: textOf(row, "text") ?? "" }));
}
