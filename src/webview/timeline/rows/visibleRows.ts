import type { TimelineRow } from "./timelineRow.ts";

interface Wanted {
  /** A part of the name. */
  filter: string;
  /** Speakers, iterations and calls that are collapsed. */
  folded: ReadonlySet<string>;
  from: number;
  to: number;
  /** The current end of steps that still run. */
  now: number;
}

/** The rows with a bar in the window and a matching name. An iteration also stays for one of its parts. */
export function visibleRows(rows: readonly TimelineRow[], wanted: Wanted): readonly TimelineRow[] {
  const { folded, from, to, now } = wanted;
  const inside = rows.filter((row) => row.from <= to && (row.to ?? now) >= from);
  const text = wanted.filter.trim().toLowerCase();
  const named = text === "" ? inside : withName(inside, text);
  return folded.size === 0 ? named : unfolded(named, rows, folded);
}

/** A part follows the row that contains it, so one pass is enough. */
function unfolded(
  named: readonly TimelineRow[],
  rows: readonly TimelineRow[],
  folded: ReadonlySet<string>,
): TimelineRow[] {
  const hidden = new Set<string>();
  for (const { id, parent } of rows)
    if (parent !== undefined && (folded.has(parent) || hidden.has(parent))) hidden.add(id);
  return named.filter(({ id }) => !hidden.has(id));
}

/** The rows with the name, with all their parts and all rows that contain them. */
function withName(rows: readonly TimelineRow[], text: string): TimelineRow[] {
  const wanted = new Set<string>();
  for (const { id, name, parent } of rows)
    if (name.toLowerCase().includes(text) || (parent !== undefined && wanted.has(parent))) wanted.add(id);
  for (const { id, parent } of rows.toReversed()) if (parent !== undefined && wanted.has(id)) wanted.add(parent);
  return rows.filter(({ id }) => wanted.has(id));
}
