import type { Outcome, RunsBehind } from "#features/insights/core/runsBehind.ts";
import { rateOf, type RunFigures } from "#features/insights/core/timeFigures.ts";
import { type ColumnOf, formatRate, type InsightsTable, tableOf } from "#features/insights/page/insightsTable.ts";
import type { CardView, PointLabel } from "#features/insights/page/insightsViews.ts";
import { countOf } from "#model/counts.ts";
import { formatRunDuration } from "#model/duration.ts";
import type { BucketUnit, Span } from "#runs/facts/buckets.ts";

/** A card with the runs behind each of its rows. */
export interface Card {
  view: CardView;
  /** @param column the id of the cell's column, if the reader chose one */
  behind: (row: number, column: string | undefined) => RunsBehind;
  /** The names of its rows in a file, where they aren't those of the table. */
  isoNames?: readonly string[];
}

export interface TimeFigures {
  spans: readonly Span[];
  figures: readonly RunFigures[];
  unit: BucketUnit;
  labels: readonly (PointLabel & { row: string; iso: string })[];
  /** How many of the runs have events that weren't read, so that nobody knows how long they waited. */
  unread: number;
}

export function timeCards(of: TimeFigures): Card[] {
  const isoNames = of.labels.map(({ iso }) => iso);
  return [runsCard(of), successCard(of), durationCard(of)].map((card) => ({ ...card, isoNames }));
}

function runsCard(of: TimeFigures): Card {
  const names: readonly (readonly [Outcome, string])[] = [
    ["completed", "Completed"],
    ["blocked", "Blocked"],
    ["canceled", "Canceled"],
    ["open", "Waiting or running"],
    ["failed", "Failed"],
  ];
  const isShown = (id: Outcome): boolean => id !== "blocked" || of.figures.some(({ outcomes }) => outcomes.blocked > 0);
  const outcomes = names
    .filter(([id]) => isShown(id))
    .map(([id, name]) => countColumn(id, name, (figures) => figures.outcomes[id]));
  const all = countColumn("all", "All", (figures) => figures.all);
  return {
    view: {
      id: "runs",
      title: `Runs ${perUnit(of.unit)}`,
      detail: "by status",
      chart: "stack",
      drawn: ["failed", "open", "canceled", "blocked", "completed"].filter((id) => isShown(id as Outcome)),
      sentence: runsSentence(of),
      table: tableOfTime(of, [...outcomes, all]),
      points: pointsOf(of),
    },
    behind: (row, column) => {
      const [outcome] = names.find(([id]) => id === column) ?? [];
      return { ...of.spans[row], outcomes: outcome ? [outcome] : undefined };
    },
  };
}

function successCard(of: TimeFigures): Card {
  const blocked = of.figures.some(({ outcomes }) => outcomes.blocked > 0);
  const mocked = of.figures.reduce((sum, figures) => sum + figures.mocked, 0);
  const leftOut = mocked === 0 ? "" : ` ${countOf(mocked, "mocked failure is", "mocked failures are")} left out, too.`;
  return {
    view: {
      id: "success",
      title: "Success Rate",
      detail: "completed ÷ (completed + failed)",
      chart: "lines",
      drawn: ["rate"],
      sentence: lineSentence(
        `Success rate ${perUnit(of.unit).toLowerCase()}`,
        of,
        [["", of.figures.map(({ success }) => rateOf(success))]],
        formatRate,
      ),
      table: tableOfTime(of, [
        { id: "rate", name: "Success rate", kind: "rate", cell: ({ success }) => rateOf(success) ?? null },
        countColumn("completed", "Completed", ({ success }) => success.hits),
        countColumn("failed", "Failed", ({ success }) => success.all - success.hits),
      ]),
      points: pointsOf(of),
      note: `${blocked ? "Blocked, canceled" : "Canceled"}, waiting and running runs are left out.${leftOut}`,
    },
    behind: (row, column) => ({
      ...of.spans[row],
      isGenuine: true,
      outcomes: column === "failed" || column === "completed" ? [column] : ["completed", "failed"],
    }),
  };
}

function durationCard(of: TimeFigures): Card {
  const blocked = of.figures.some(({ outcomes }) => outcomes.blocked > 0);
  const line = (key: "p50" | "p95"): (number | undefined)[] => of.figures.map(({ durations }) => durations[key]);
  const durationColumn = (id: "p50" | "p95"): ColumnOf<RunFigures> => ({
    id,
    name: id,
    kind: "runDuration",
    cell: ({ durations }) => durations[id] ?? null,
  });
  const unread =
    of.unread === 0
      ? ""
      : ` ${countOf(of.unread, "run isn't indexed; its duration includes", "runs aren't indexed; their durations include")} waits.`;
  return {
    view: {
      id: "duration",
      title: "Duration",
      detail: "not counting waits for an answer",
      chart: "lines",
      drawn: ["p50", "p95"],
      sentence: lineSentence(
        `Duration ${perUnit(of.unit).toLowerCase()}`,
        of,
        [
          ["Median", line("p50")],
          ["p95", line("p95")],
        ],
        formatRunDuration,
      ),
      table: tableOfTime(of, [
        ...(["p50", "p95"] as const).map(durationColumn),
        countColumn("runs", "Runs", ({ durations }) => durations.count),
      ]),
      points: pointsOf(of),
      note: `${blocked ? "Blocked and canceled" : "Canceled"} runs are left out.${unread}`,
    },
    behind: (row) => ({ ...of.spans[row], outcomes: ["completed", "failed"], hasDuration: true }),
  };
}

function countColumn(id: string, name: string, count: (figures: RunFigures) => number): ColumnOf<RunFigures> {
  return { id, name, kind: "count", cell: count };
}

/** A row for each hour, day or week. */
function tableOfTime(of: TimeFigures, columns: readonly ColumnOf<RunFigures>[]): InsightsTable {
  const { columns: shown, rows } = tableOf<RunFigures>(columns, of.figures);
  const unit = of.unit === "hour" ? "Hour" : of.unit === "day" ? "Day" : "Week from";
  return {
    columns: [{ id: "time", name: unit, kind: "text" }, ...shown],
    rows: rows.map((row, at) => [of.labels[at]!.row, ...row]),
  };
}

function perUnit(unit: BucketUnit): string {
  return unit === "hour" ? "per Hour" : unit === "day" ? "per Day" : "per Week";
}

function pointsOf({ labels }: TimeFigures): PointLabel[] {
  return labels.map(({ axis, spoken }) => ({ axis, spoken }));
}

/** `Runs per day by status, 12 November to 25 November. Most: 111, 18 November. Most failures: 12, …` */
function runsSentence({ figures, labels, unit }: TimeFigures): string {
  const highestCount = highest(figures.map(({ all }) => all));
  const failures = highest(figures.map(({ outcomes }) => outcomes.failed));
  const parts = [`Runs ${perUnit(unit).toLowerCase()} by status, ${labels[0]?.spoken} to ${labels.at(-1)?.spoken}.`];
  if (highestCount) parts.push(`Most: ${highestCount.value}, ${labels[highestCount.at]?.spoken}.`);
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
    const points = values.flatMap((value, at) => (value === undefined ? [] : [{ value, at }]));
    const last = points.at(-1);
    if (!last) return `${of} unknown.`.trim();
    const numbers = points.map(({ value }) => value);
    const [low, high] = [format(Math.min(...numbers)), format(Math.max(...numbers))];
    const range = low === high ? low : `${low} to ${high}`;
    return `${of} ${range}, last ${format(last.value)} on ${labels[last.at]?.spoken}.`.trim();
  });
  return `${name}, ${labels[0]?.spoken} to ${labels.at(-1)?.spoken}. ${parts.join(" ")}`;
}

function highest(values: readonly number[]): { value: number; at: number } | undefined {
  const value = Math.max(0, ...values);
  return value === 0 ? undefined : { value, at: values.indexOf(value) };
}
