import { type CompareRows, isMoved, type KindCounts, type RowKind } from "../compareViews.ts";

/** The rows of a chip: both rows of a moved step are one difference. */
export type Difference = keyof KindCounts;

export interface RowFilter {
  /** Equal steps are hidden. */
  only: boolean;
  /** None means all. */
  kinds: readonly Difference[];
}

export const noFilter: RowFilter = { only: false, kinds: [] };

/** Adds a kind to what is shown, or takes it away. */
export function withKind({ only, kinds }: RowFilter, kind: Difference): RowFilter {
  return { only, kinds: kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind] };
}

/** The chip of a row; `undefined` for a row without a difference. */
function differenceOf(kind: RowKind): Difference | undefined {
  if (isMoved(kind)) return "moved";
  return kind === "changed" || kind === "onlyA" || kind === "onlyB" ? kind : undefined;
}

/** Whether a row is shown, and not only folded. */
export function shows({ only, kinds }: RowFilter, kind: RowKind): boolean {
  const difference = differenceOf(kind);
  if (difference === undefined) return !only && kinds.length === 0;
  return kinds.length === 0 || kinds.includes(difference);
}

/** The rows that *Next Difference* leads to: of a step that moved, the upper one. */
export function differences(rows: CompareRows, filter: RowFilter): number[] {
  return rows.flatMap(({ kind, partner }, row) => {
    const isStop = differenceOf(kind) !== undefined && shows(filter, kind) && row <= (partner ?? row);
    return isStop ? [row] : [];
  });
}

/** The next difference after a row, or before it, in a circle. */
export function nextDifference(stops: readonly number[], row: number | undefined, step: 1 | -1): number | undefined {
  if (step > 0) return stops.find((each) => each > (row ?? -1)) ?? stops[0];
  return stops.findLast((each) => each < (row ?? Infinity)) ?? stops.at(-1);
}
