import { type CompareRow, type CompareRows, isMoved, type KindCounts } from "#features/compare/page/compareViews.ts";

/** The rows of a chip: both rows of a moved step are one difference, which has two chips if the step changed, too. */
export type Difference = keyof KindCounts;

export interface RowFilter {
  /** Whether equal steps are hidden. */
  only: boolean;
  /** The kinds of rows that are shown; none means all. */
  kinds: readonly Difference[];
}

export const noFilter: RowFilter = { only: false, kinds: [] };

/** Adds a kind to what is shown, or takes it away. */
export function withKind({ only, kinds }: RowFilter, kind: Difference): RowFilter {
  return { only, kinds: kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind] };
}

/** The chips of a row; none for a row without a difference. */
function chipsOf({ kind, changed }: CompareRow): readonly Difference[] {
  if (isMoved(kind)) return changed ? ["moved", "changed"] : ["moved"];
  return kind === "changed" || kind === "onlyA" || kind === "onlyB" ? [kind] : [];
}

/** Whether a row is shown, and not only folded. */
export function shows({ only, kinds }: RowFilter, row: CompareRow): boolean {
  const chips = chipsOf(row);
  if (chips.length === 0) return !only && kinds.length === 0;
  return kinds.length === 0 || chips.some((chip) => kinds.includes(chip));
}

/** The rows that *Next Difference* leads to: of a step that moved, the upper one. */
export function differences(rows: CompareRows, filter: RowFilter): number[] {
  return rows.flatMap((row, at) => {
    const isStop = row.kind !== "equal" && shows(filter, row) && at <= (row.partner ?? at);
    return isStop ? [at] : [];
  });
}

/** The next difference after a row, or before it, in a circle. */
export function nextDifference(stops: readonly number[], row: number | undefined, step: 1 | -1): number | undefined {
  if (step > 0) return stops.find((each) => each > (row ?? -1)) ?? stops[0];
  return stops.findLast((each) => each < (row ?? Infinity)) ?? stops.at(-1);
}
