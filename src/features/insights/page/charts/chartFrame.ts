import { nice, ticks } from "d3-array";
import {
  cellAt,
  type ColumnKind,
  columnWith,
  formatCell,
  type TableColumn,
} from "#features/insights/page/insightsTable.ts";
import type { CardView } from "#features/insights/page/insightsViews.ts";
import { formatCount } from "#model/counts.ts";
import { second } from "#model/duration.ts";

/** The pixels of a chart: the plot inside its margins. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const plotHeight = 190;

/** @param ends the room at the right for the names of lines */
export function frameOf(width: number, ends: number): Frame {
  return { width, height: plotHeight, left: 46, right: Math.max(60, width - 12 - ends), top: 18, bottom: 168 };
}

/** One band for each point, from the left to the right. */
export interface Bands {
  readonly width: number;
  start(at: number): number;
  middle(at: number): number;
}

export function bandsOf(count: number, { left, right }: Frame): Bands {
  const width = (right - left) / Math.max(1, count);
  return { width, start: (at) => left + at * width, middle: (at) => left + (at + 0.5) * width };
}

/** What stands at the end of a line: its last value, and its name if it isn't the only one. */
export function endName({ drawn }: Pick<CardView, "drawn">, { name, kind }: TableColumn, last: number): string {
  return `${drawn.length > 1 ? `${name} ` : ""}${formatCell(kind, last)}`;
}

/** In pixels: the room that the names at the ends of lines need, as far as the mean width of letters tells. */
export function endsOf({ drawn, table }: Pick<CardView, "drawn" | "table">): number {
  const names = drawn.map((id) => {
    const last = table.rows.map((_, row) => cellAt(table, row, id)).findLast((cell) => typeof cell === "number");
    return typeof last === "number" ? endName({ drawn }, columnWith(table, id), last) : "";
  });
  return Math.max(86, 14 + 6.5 * Math.max(...names.map(({ length }) => length)));
}

/** Values as heights, with round values on the axis. */
export interface Heights {
  readonly ticks: readonly number[];
  of(value: number): number;
  /** A value of the axis. */
  format(tick: number): string;
}

/** The units of a duration's axis, in milliseconds, and from which highest value on they are used. */
const units = [
  { name: "d", size: 86_400_000, from: 172_800_000 },
  { name: "h", size: 3_600_000, from: 7_200_000 },
  { name: "min", size: 60_000, from: 120_000 },
  { name: "s", size: 1_000, from: 1_000 },
  { name: "ms", size: 1, from: 0 },
] as const;

/** How many values the axis has, about. */
const targetTicks = 4;

export function heightsOf(
  { lowest, highest, kind }: { lowest: number; highest: number; kind: ColumnKind },
  { top, bottom }: Frame,
): Heights {
  const isDuration = kind === "duration" || kind === "runDuration";
  const unit = isDuration ? units.find(({ from }) => highest >= from)! : { name: "", size: 1 };
  const { name, size } = unit;
  const [from, to] = nice(lowest / size, (highest > lowest ? highest : lowest + 1) / size, targetTicks);
  const all = ticks(from, to, targetTicks);
  return {
    // There is no half of a run.
    ticks: (kind === "count" ? all.filter(Number.isInteger) : all).map((tick) => tick * size),
    of: (value) => bottom - ((value / size - from) / (to - from)) * (bottom - top),
    format: (tick) => {
      if (!isDuration) return formatCell(kind, tick);
      return tick === 0 ? "0" : `${formatCount(tick / size)} ${name}`;
    },
  };
}

/** In pixels: the room that a label below the axis needs. */
const labelWidth = 44;

/** Which points have a label, so that none touches the next one. */
export function labelled(count: number, { left, right }: Frame, maxLength: number): (at: number) => boolean {
  const room = Math.max(1, (right - left) / Math.max(1, count));
  const step = Math.max(1, Math.ceil(Math.min(labelWidth, 10 + maxLength * 7) / room));
  return (at) => (count - 1 - at) % step === 0;
}

/** The point under the pointer. @param x in pixels from the left of the chart */
export function pointAt(x: number, count: number, { left, right }: Frame): number | undefined {
  if (count === 0 || x < left || x > right) return undefined;
  return Math.min(count - 1, Math.floor(((x - left) / (right - left)) * count));
}

/** A duration begins at 0; a rate a little below its lowest value, since the difference to 1 is small. */
export function lowestOf(kind: string, known: readonly number[]): number {
  if (kind !== "rate" || known.length === 0) return 0;
  return Math.max(0, Math.min(0.9, Math.floor((Math.min(...known) - 0.02) * 10) / 10));
}

/** The highest value of an axis. One in milliseconds would say more than is known of runs within one second. */
export function highestOf(kind: string, known: readonly number[]): number {
  const highest = Math.max(0, ...known);
  if (kind === "rate") return 1;
  return kind === "runDuration" && highest === 0 ? second : highest;
}

/** A point that the reader chose: a row of the table, and one of its drawn columns. */
export interface SelectedPoint {
  row: number;
  /** The column's id; absent for the whole row. */
  column?: string;
}

export interface DrawnProps {
  card: CardView;
  /** In pixels. */
  width: number;
  selected: SelectedPoint | undefined;
  splitAt: number | undefined;
  split: string | undefined;
}
