import type { TimelineRow } from "./timelineRows.ts";

interface Wanted {
  /** A part of the name. */
  filter: string;
  /** Iterations that show only themselves. */
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
  return folded.size === 0 ? named : named.filter(({ parent }) => parent === undefined || !folded.has(parent));
}

function withName(rows: readonly TimelineRow[], text: string): TimelineRow[] {
  const named = new Set(rows.filter(({ name }) => name.toLowerCase().includes(text)).map(({ id }) => id));
  const matches = ({ id, parent }: TimelineRow): boolean => named.has(id) || (parent !== undefined && named.has(parent));
  const parents = new Set(rows.filter(matches).map(({ parent }) => parent));
  return rows.filter((row) => matches(row) || parents.has(row.id));
}
