import { compareStatuses } from "../../model/status.ts";
import { type BatchRow, lineStates } from "../../protocol/batchResults.ts";
import type { BatchFilter } from "./batchHost.ts";

export interface StatusCount {
  status: string;
  word: string;
  count: number;
}

/** The statuses of a batch's lines with their counts: first what needs a look, last what hasn't been sent. */
export function countStatuses(rows: readonly BatchRow[]): StatusCount[] {
  const counts = new Map<string, StatusCount>();
  for (const { status, word } of rows) {
    const known = counts.get(status);
    if (known) known.count++;
    else counts.set(status, { status, word, count: 1 });
  }
  return [...counts.values()].sort((a, b) => rank(a.status) - rank(b.status) || compareStatuses(a.status, b.status));
}

function rank(status: string): number {
  const at = lineStates.findIndex((state) => state === status);
  // Lines that failed or are unknown, then runs, then lines that wait.
  return at === -1 ? 2 : at < 2 ? at : at + 1;
}

/** The positions of the rows that the filter leaves. */
export function filterRows(rows: readonly BatchRow[], { status, query }: BatchFilter): number[] {
  const wanted = query.trim().toLowerCase();
  return rows.flatMap((row, n) => {
    if (status !== "" && row.status !== status) return [];
    return wanted === "" || textOf(row).includes(wanted) ? [n] : [];
  });
}

function textOf({ source, label, word, result, runId = "" }: BatchRow): string {
  return [source, label, word, result, runId].join("\n").toLowerCase();
}
