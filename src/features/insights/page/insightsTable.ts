import { formatCount } from "#model/counts.ts";
import { formatDuration, formatRunDuration } from "#model/duration.ts";

/** What a column has: durations are milliseconds, `runDuration` of whole runs; rates are from 0 to 1. */
export type ColumnKind = "text" | "code" | "count" | "rate" | "duration" | "runDuration";

export interface TableColumn {
  /** What a chart and a click name it by. */
  readonly id: string;
  readonly name: string;
  readonly kind: ColumnKind;
}

/** `null`: unknown, or nothing to count. */
export type Cell = string | number | null;

/** The figures behind a chart. The first column names the row. */
export interface InsightsTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface ColumnOf<Item> extends TableColumn {
  readonly cell: (item: Item) => Cell;
}

/** A table with a row for each item. */
export function tableOf<Item>(columns: readonly ColumnOf<Item>[], items: readonly Item[]): InsightsTable {
  return {
    columns: columns.map(({ id, name, kind }) => ({ id, name, kind })),
    rows: items.map((item) => columns.map(({ cell }) => cell(item))),
  };
}

/** A cell by the id of its column; `null` where there is none. */
export function cellAt({ columns, rows }: InsightsTable, row: number, id: string): Cell {
  return rows[row]?.[columns.findIndex((column) => column.id === id)] ?? null;
}

/** @throws for an id that no column has: charts name columns of their own table */
export function columnWith({ columns }: InsightsTable, id: string): TableColumn {
  const column = columns.find((each) => each.id === id);
  if (!column) throw new Error(`The table has no column ${id}.`);
  return column;
}

/** A cell for a person: `95.4 %`, `13 s`, `1,183`, and a dash for an unknown one. */
export function formatCell(kind: ColumnKind, cell: Cell): string {
  if (cell === null) return "–";
  if (typeof cell === "string") return cell;
  if (kind === "rate") return formatRate(cell);
  if (kind === "runDuration") return formatRunDuration(cell);
  return kind === "duration" ? formatDuration(cell) : formatCount(cell);
}

/** A share of 1 in percent: `95.4 %`, `100 %`. It is 0 or 100 only if it really is. */
export function formatRate(share: number): string {
  const percent = share * 100;
  const rounded = Math.round(percent * 10) / 10;
  if (rounded === 0 && share > 0) return "under 0.1 %";
  if (rounded === 100 && share < 1) return "over 99.9 %";
  return Number.isInteger(rounded) ? `${rounded} %` : `${rounded.toFixed(1)} %`;
}
