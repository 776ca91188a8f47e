import { formatCount } from "../counts.ts";
import { formatDuration } from "../duration.ts";

/** What a column has: durations are milliseconds, rates are from 0 to 1. */
export type ColumnKind = "text" | "code" | "count" | "rate" | "duration";

export interface TableColumn {
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

/** A cell for a person: `95.4 %`, `13 s`, `1,183`, and a dash for an unknown one. */
export function formatCell(kind: ColumnKind, cell: Cell): string {
  if (cell === null) return "–";
  if (typeof cell === "string") return cell;
  if (kind === "rate") return formatRate(cell);
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
