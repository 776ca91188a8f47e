import type { Cell, ColumnKind } from "#features/insights/page/insightsTable.ts";
import type { TableId } from "#features/insights/page/messages.ts";
import { causeMessage, causeTitle } from "#runs/failures/causes.ts";
import type { Insights } from "./insightsView.ts";

const units: Readonly<Partial<Record<ColumnKind, string>>> = {
  duration: " (ms)",
  runDuration: " (ms)",
  rate: " (0 to 1)",
};

/** A table for a spreadsheet: with plain numbers, whose units are in the heads, and ISO times. */
export function csvRows(table: TableId, { cards, causes, view }: Insights): Cell[][] {
  if (table === "causes") {
    const rows = causes.map((cause, at): Cell[] => [
      causeTitle(cause),
      causeMessage(cause),
      cause.runs.length,
      cause.users,
      isoTime(cause.firstSeen),
      isoTime(cause.lastSeen),
      cause.runs[0]?.id ?? "",
      knownText(view.causes[at]?.known),
    ]);
    return [["Cause", "Message", "Runs", "Users", "First seen", "Last seen", "Example", "Known"], ...rows];
  }
  if (table === "compare") {
    const rows = view.compare?.rows ?? [];
    const cells = rows.map(({ name, before, after, counts, difference }) => [
      ...[name, before, counts[0], after, counts[1], difference],
    ]);
    return [["Figure", "Before", "Of", "After", "Of", "Difference"], ...cells];
  }
  const card = cards.find(({ view: { id } }) => id === table);
  if (!card) return [];
  const { isoNames } = card;
  const shown = card.view.table;
  return [
    shown.columns.map(({ name, kind }) => `${name}${units[kind] ?? ""}`),
    ...shown.rows.map((row, at) => [isoNames?.[at] ?? row[0]!, ...row.slice(1)]),
  ];
}

function knownText(note: string | undefined): Cell {
  return note === "" ? "yes" : (note ?? null);
}

function isoTime(time: number | undefined): Cell {
  return time === undefined ? null : new Date(time).toISOString();
}
