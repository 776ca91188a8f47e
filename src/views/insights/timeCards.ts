import { countOf } from "../../model/counts.ts";
import { formatDuration } from "../../model/duration.ts";
import type { Cell } from "../../model/insights/insightsTable.ts";
import { formatRate } from "../../model/insights/insightsTable.ts";
import type { CardView, PointLabel } from "../../protocol/insights/insightsViews.ts";
import type { BucketUnit, Span } from "../../runs/insights/buckets.ts";
import type { Outcome, RunsBehind } from "../../runs/insights/runsBehind.ts";
import { rateOf, type RunFigures } from "../../runs/insights/timeFigures.ts";

/** A card with the runs behind each of its rows. */
export interface Card {
  view: CardView;
  /** @param column of the table, if the reader chose a cell */
  behind: (row: number, column: number | undefined) => RunsBehind;
  /** The names of its rows in a file, where they aren't those of the table. */
  isoNames?: readonly string[];
}

/** The figures over time. */
export interface TimeFigures {
  spans: readonly Span[];
  figures: readonly RunFigures[];
  unit: BucketUnit;
  labels: readonly (PointLabel & { row: string; iso: string })[];
  /** How many of the runs have events that weren't read, so that nobody knows how long they waited. */
  unread: number;
}

const ofColumn: readonly (Outcome | undefined)[] = [undefined, "completed", "canceled", "open", "failed"];

export function timeCards(of: TimeFigures): Card[] {
  const isoNames = of.labels.map(({ iso }) => iso);
  return [runsCard(of), successCard(of), durationCard(of)].map((card) => ({ ...card, isoNames }));
}

function runsCard(of: TimeFigures): Card {
  const { figures, spans } = of;
  const rows = figures.map(({ outcomes, all }, at): Cell[] => [
    of.labels[at]!.row,
    outcomes.completed,
    outcomes.canceled,
    outcomes.open,
    outcomes.failed,
    all,
  ]);
  const names = ["Completed", "Canceled", "Waiting or running", "Failed", "All"];
  return {
    view: {
      ...{ id: "runs", title: `Runs ${perUnit(of.unit)}`, detail: "by status", chart: "stack", drawn: [4, 3, 2, 1] },
      sentence: runsSentence(of),
      table: { columns: [first(of.unit), ...names.map((name) => ({ name, kind: "count" as const }))], rows },
      points: pointsOf(of),
    },
    behind: (row, column) => {
      const outcome = ofColumn[column ?? 0];
      return { ...spans[row], ...(outcome ? { outcomes: [outcome] } : {}) };
    },
  };
}

function successCard(of: TimeFigures): Card {
  const rows = of.figures.map(({ success, outcomes }, at): Cell[] => [
    of.labels[at]!.row,
    rateOf(success) ?? null,
    outcomes.completed,
    outcomes.failed,
  ]);
  return {
    view: {
      ...{ id: "success", title: "Success Rate", detail: "completed ÷ (completed + failed)", chart: "lines" },
      drawn: [1],
      sentence: lineSentence(
        `Success rate ${perUnit(of.unit).toLowerCase()}`,
        of,
        [["", of.figures.map(({ success }) => rateOf(success))]],
        formatRate,
      ),
      table: {
        columns: [
          first(of.unit),
          { name: "Success rate", kind: "rate" },
          { name: "Completed", kind: "count" },
          { name: "Failed", kind: "count" },
        ],
        rows,
      },
      points: pointsOf(of),
      note: "Canceled, waiting and running runs are left out.",
    },
    behind: (row, column) => ({
      ...of.spans[row],
      outcomes: column === 3 ? ["failed"] : column === 2 ? ["completed"] : ["completed", "failed"],
    }),
  };
}

function durationCard(of: TimeFigures): Card {
  const rows = of.figures.map(({ durations }, at): Cell[] => [
    of.labels[at]!.row,
    durations.p50 ?? null,
    durations.p95 ?? null,
    durations.p99 ?? null,
    durations.count,
  ]);
  const line = (key: "p50" | "p95"): (number | undefined)[] => of.figures.map(({ durations }) => durations[key]);
  return {
    view: {
      ...{ id: "duration", title: "Duration", detail: "without waits for a person", chart: "lines", drawn: [1, 2] },
      sentence: lineSentence(
        `Duration ${perUnit(of.unit).toLowerCase()}`,
        of,
        [
          ["Median", line("p50")],
          ["p95", line("p95")],
        ],
        formatDuration,
      ),
      table: {
        columns: [
          first(of.unit),
          { name: "p50", kind: "duration" },
          { name: "p95", kind: "duration" },
          { name: "p99", kind: "duration" },
          { name: "Runs", kind: "count" },
        ],
        rows,
      },
      points: pointsOf(of),
      ...(of.unread === 0
        ? {}
        : { note: `The times of ${countOf(of.unread, "run")} whose events weren't read include their waits.` }),
    },
    behind: (row) => ({ ...of.spans[row], outcomes: ["completed", "failed"] }),
  };
}

function first(unit: BucketUnit): { name: string; kind: "text" } {
  return { name: unit === "hour" ? "Hour" : unit === "day" ? "Day" : "Week from", kind: "text" };
}

function perUnit(unit: BucketUnit): string {
  return unit === "hour" ? "an Hour" : unit === "day" ? "a Day" : "a Week";
}

function pointsOf({ labels }: TimeFigures): PointLabel[] {
  return labels.map(({ axis, spoken }) => ({ axis, spoken }));
}

/** `Runs a day by status, 12 to 25 November. Most on Wednesday 18 November: 111. Most failures …: 12.` */
function runsSentence({ figures, labels, unit }: TimeFigures): string {
  const most = highest(figures.map(({ all }) => all));
  const failures = highest(figures.map(({ outcomes }) => outcomes.failed));
  const parts = [`Runs ${perUnit(unit).toLowerCase()} by status, ${labels[0]?.spoken} to ${labels.at(-1)?.spoken}.`];
  if (most) parts.push(`Most: ${most.value}, ${labels[most.at]?.spoken}.`);
  parts.push(failures ? `Most failures: ${failures.value}, ${labels[failures.at]?.spoken}.` : "No failures.");
  return parts.join(" ");
}

/** The range of each line, and its last value. */
function lineSentence(
  name: string,
  { labels }: TimeFigures,
  lines: readonly (readonly [name: string, values: readonly (number | undefined)[]])[],
  format: (value: number) => string,
): string {
  const parts = lines.map(([of, values]) => {
    const known = values.flatMap((value, at) => (value === undefined ? [] : [{ value, at }]));
    const last = known.at(-1);
    if (!last) return `${of} unknown.`.trim();
    const numbers = known.map(({ value }) => value);
    const range = `${format(Math.min(...numbers))} to ${format(Math.max(...numbers))}`;
    return `${of} ${range}, last ${format(last.value)} on ${labels[last.at]?.spoken}.`.trim();
  });
  return `${name}, ${labels[0]?.spoken} to ${labels.at(-1)?.spoken}. ${parts.join(" ")}`;
}

function highest(values: readonly number[]): { value: number; at: number } | undefined {
  const value = Math.max(0, ...values);
  return value === 0 ? undefined : { value, at: values.indexOf(value) };
}
