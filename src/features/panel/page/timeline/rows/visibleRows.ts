import type { TimelineRow } from "./timelineRow.ts";

interface Wanted {
  /** Speakers, iterations and calls that are collapsed. */
  folded: ReadonlySet<string>;
  from: number;
  to: number;
  /** The current end of steps that still run. */
  now: number;
}

export function visibleRows(rows: readonly TimelineRow[], wanted: Wanted): readonly TimelineRow[] {
  const { folded, from, to, now } = wanted;
  const inside = rows.filter((row) => row.from <= to && (row.to ?? now) >= from);
  return folded.size === 0 ? inside : unfolded(inside, rows, folded);
}

/** A part follows the row that contains it, so one pass is enough. */
function unfolded(
  inside: readonly TimelineRow[],
  rows: readonly TimelineRow[],
  folded: ReadonlySet<string>,
): TimelineRow[] {
  const hidden = new Set<string>();
  for (const { id, parent } of rows)
    if (parent !== undefined && (folded.has(parent) || hidden.has(parent))) hidden.add(id);
  return inside.filter(({ id }) => !hidden.has(id));
}
