import { lowerBound } from "#base/lowerBound.ts";
import type { EventMark, EventRow } from "#workbench/panel/page/eventViews.ts";
import type { RowList } from "#workbench/panel/page/state/rowList.ts";

/** Neighbours that are listed as one line: the index of the first row, and how many there are. */
interface Fold {
  start: number;
  count: number;
  open: boolean;
}

/**
 * The folds of a growing list. Only new rows are looked at. A fold is open if one of its events is named as `open`.
 * Marks are lines of their own, so they end a fold.
 */
export class EventFolds {
  readonly #marks: readonly number[];
  readonly #open: ReadonlySet<number>;
  /** The first row of each fold, and each row without neighbours of its kind. */
  readonly #folds: number[] = [];
  readonly #lines: number[] = [];
  #known = 0;
  #isOpen = false;

  /** @param open sequences of events in open folds */
  constructor(marks: readonly EventMark[], open: ReadonlySet<number>) {
    this.#marks = marks.map(({ after }) => after).sort((a, b) => a - b);
    this.#open = open;
  }

  take(rows: RowList): this {
    for (; this.#known < rows.length; this.#known += 1) {
      const row = rows.at(this.#known)!;
      const before = rows.at(this.#known - 1);
      if (before && isFolded(before, row) && !this.#isMarkBetween(before, row)) this.#join(row);
      else this.#begin(row);
    }
    return this;
  }

  get lines(): number {
    return this.#lines.length;
  }

  foldOf(row: number): Fold | undefined {
    const at = lastUpTo(this.#folds, row);
    const start = this.#folds[at];
    const end = this.#folds[at + 1] ?? this.#known;
    if (start === undefined || row >= end || end - start < 2) return undefined;
    return { start, count: end - start, open: this.lineOf(start + 1) > this.lineOf(start) };
  }

  /** The line of a row, without marks. */
  lineOf(row: number): number {
    return row < this.#known ? lastUpTo(this.#lines, row) : this.#lines.length;
  }

  rowAt(line: number): number {
    return this.#lines[line] ?? this.#known;
  }

  #begin({ sequence }: EventRow): void {
    this.#folds.push(this.#known);
    this.#lines.push(this.#known);
    this.#isOpen = this.#open.has(sequence);
  }

  /** A row joins the fold before it, and opens it if it is to be open. */
  #join({ sequence }: EventRow): void {
    const isOpen = this.#isOpen || this.#open.has(sequence);
    const first = this.#isOpen ? this.#known : this.#folds.at(-1)! + 1;
    if (isOpen) for (let row = first; row <= this.#known; row += 1) this.#lines.push(row);
    this.#isOpen = isOpen;
  }

  #isMarkBetween(before: EventRow, row: EventRow): boolean {
    const next = this.#marks[lowerBound(this.#marks, (after) => after < before.sequence)];
    return next !== undefined && next < row.sequence;
  }
}

/** Events that are neighbours in the list but not in the run aren't folded. */
function isFolded(before: EventRow, row: EventRow): boolean {
  if (!row.piece || row.failed || before.failed || row.sequence - before.sequence > 1) return false;
  return row.type === before.type && row.source === before.source && row.piece === before.piece;
}

/** The index of the last number that isn't above this one. */
function lastUpTo(numbers: readonly number[], limit: number): number {
  return lowerBound(numbers, (each) => each <= limit) - 1;
}
