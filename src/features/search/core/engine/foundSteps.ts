import type { SQLInputValue } from "node:sqlite";
import { withoutSeparators } from "#features/search/core/documents/cleanText.ts";
import { Marker } from "#features/search/core/documents/markText.ts";
import type { FoundStep } from "#features/search/core/indexTypes.ts";
import { namesCondition } from "#runs/query/conditions.ts";
import type { CompiledQuery } from "./compileQuery.ts";
import { maxTexts } from "./schema.ts";
import { numberOf, type Row, type Statements, textOf } from "./statements.ts";
import { textNumber } from "./writing.ts";

export interface StepsOfRun {
  steps: FoundStep[];
  /** How many match. */
  count: number;
}

/**
 * The matching steps of some runs: the first ones of each, and how many there are. All runs are read with one search,
 * because the engine collects the words that begin like a word anew for each search, which takes milliseconds.
 *
 * @param runs the numbers of the runs, the newest first
 */
export function stepsOfRuns(
  database: Statements,
  { words, wanted, tools }: CompiledQuery,
  runs: readonly number[],
  limit: number,
): Map<number, StepsOfRun> {
  const found = new Map<number, StepsOfRun>();
  const [newest, oldest] = [runs[0], runs.at(-1)];
  const ofTools = namesCondition("t.name", tools);
  const sources: string[] = [];
  const values: SQLInputValue[] = [];
  if (newest === undefined || oldest === undefined) return found;
  const range = [textNumber(oldest, 0), textNumber(newest, maxTexts - 1)];
  if (words !== undefined) {
    sources.push("SELECT rowid AS number FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?");
    values.push(words, ...range);
  }
  if (tools.length > 0) {
    sources.push(`SELECT t.number FROM texts t INDEXED BY texts_of_tools
      WHERE t.kind = 'tool' AND (${ofTools.sql}) AND t.number BETWEEN ? AND ?`);
    values.push(...ofTools.values, ...range);
  }
  if (sources.length === 0) return found;
  const rows = database.all(
    `SELECT f.number >> 20 AS run, f.count, t.kind, t.name, t.text, t.sequence, t.step, t.at FROM (
        SELECT number, count(*) OVER (PARTITION BY number >> 20) AS count,
          row_number() OVER (PARTITION BY number >> 20 ORDER BY number) AS place
        FROM (${sources.join(" UNION ")}) WHERE number >> 20 IN (${runs.map(() => "?").join(", ")})
      ) f JOIN texts t ON t.number = f.number WHERE f.place <= ? ORDER BY f.number`,
    ...values,
    ...runs,
    limit,
  );
  const marker = new Marker(wanted);
  for (const row of rows) {
    const run = numberOf(row, "run") ?? 0;
    const steps = found.get(run) ?? { steps: [], count: numberOf(row, "count") ?? 0 };
    steps.steps.push(foundStep(row, marker, tools.length > 0));
    found.set(run, steps);
  }
  return found;
}

function foundStep(row: Row, marker: Marker, areToolsWanted: boolean): FoundStep {
  const kind = textOf(row, "kind") as FoundStep["kind"];
  const name = marker.whole(withoutSeparators(textOf(row, "name") ?? ""));
  const excerpt = marker.excerpt(withoutSeparators(textOf(row, "text") ?? ""));
  // It was found by its name, and by nothing else.
  const isName = areToolsWanted && kind === "tool" && name.ranges.length === 0 && excerpt.ranges.length === 0;
  return {
    kind,
    name: isName ? { text: name.text, ranges: [{ start: 0, end: name.text.length }] } : name,
    excerpt,
    sequence: numberOf(row, "sequence"),
    step: textOf(row, "step"),
    at: numberOf(row, "at"),
  };
}
