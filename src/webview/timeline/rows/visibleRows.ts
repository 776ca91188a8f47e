import type { TimelineRow } from "./timelineRow.ts";

interface Wanted {
  /** A part of the name. */
  filter: string;
  /** Speakers, iterations and calls that show only themselves. */
  folded: ReadonlySet<string>;
  from: number;
  to: number;
  /** Where what goes on has come to. */
  now: number;
}

/** The rows that have a bar in the window and the wanted name; an iteration also stays for one of its parts. */
export function visibleRows(rows: readonly TimelineRow[], wanted: Wanted): readonly TimelineRow[] {
  const { folded, from, to, now } = wanted;
  const inside = rows.filter((row) => row.from <= to && (row.to ?? now) >= from);
  const text = wanted.filter.trim().toLowerCase();
  const named = text === "" ? inside : withName(inside, text);
  return folded.size === 0 ? named : unfolded(named, rows, folded);
}

/** A part comes after the row that it is a part of: one look at each is enough. */
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

/** What has the name, with all its parts and all that it is a part of. */
function withName(rows: readonly TimelineRow[], text: string): TimelineRow[] {
  const wanted = new Set<string>();
  for (const { id, name, parent } of rows)
    if (name.toLowerCase().includes(text) || (parent !== undefined && wanted.has(parent))) wanted.add(id);
  for (const { id, parent } of rows.toReversed()) if (parent !== undefined && wanted.has(id)) wanted.add(parent);
  return rows.filter(({ id }) => wanted.has(id));
}
