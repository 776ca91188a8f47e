import { type RowColumns, type RowKind, rowLetters, type Side } from "../compareViews.ts";

const kindsByLetter = new Map(Object.entries(rowLetters).map(([kind, letter]) => [letter, kind as RowKind]));

/** The rows of a comparison, without their content. It never changes. */
export class RowTable {
  static readonly empty = new RowTable({ kinds: "", a: [], b: [], aTimes: [], bTimes: [], partners: [] });

  readonly columns: RowColumns;
  /** By row, of those that moved. */
  readonly #partners = new Map<number, number>();

  constructor(columns: RowColumns) {
    this.columns = columns;
    let next = 0;
    for (let row = 0; row < columns.kinds.length; row += 1) {
      if (isMoved(this.kind(row))) this.#partners.set(row, columns.partners[next++] ?? row);
    }
  }

  get length(): number {
    return this.columns.kinds.length;
  }

  kind(row: number): RowKind {
    return kindsByLetter.get(this.columns.kinds[row] ?? "") ?? "equal";
  }

  /** The step's number in a run; 0 where the row has none of it. */
  number(side: Side, row: number): number {
    return this.columns[side][row] ?? 0;
  }

  /** The row of the same step in the other run, of a row that moved. */
  partner(row: number): number | undefined {
    return this.#partners.get(row);
  }

  /** How long the steps of some rows took together, in milliseconds; `undefined` where nothing is known. */
  time(side: Side, from: number, to: number): number | undefined {
    const times = side === "a" ? this.columns.aTimes : this.columns.bTimes;
    let sum: number | undefined;
    for (let row = from; row < to; row += 1) {
      const time = times[row] ?? -1;
      if (time >= 0) sum = (sum ?? 0) + time;
    }
    return sum;
  }
}

/** Whether a row holds the inputs or the outputs of both runs, which have no number. */
export function isRunValue(rows: RowTable, row: number): boolean {
  return rows.number("a", row) === 0 && rows.number("b", row) === 0;
}

export function isMoved(kind: RowKind): boolean {
  return kind === "movedA" || kind === "movedB";
}
