import { lowerBound } from "../../base/lowerBound.ts";
import { justBefore } from "../../model/eventPlace.ts";
import type { EventMark } from "../../protocol/eventViews.ts";
import type { RowList } from "../state/rowList.ts";

/** Neighbours that are listed as one line: the index of the first row, and how many there are. */
interface Fold {
  start: number;
  count: number;
}

/**
 * The folds of a growing list. Only new rows are looked at, and those that nobody has seen stay packed. A fold is open
 * if one of its events is named as `open`. Marks are lines of their own, so they end a fold.
 */
export class EventFolds {
  readonly #marks: readonly EventMark[];
  readonly #open: readonly number[];
  /** The joined texts of folds that were drawn, by their first rows, each with the index of the row after it. */
  readonly texts = new Map<number, { text: string; end: number }>();
  #folds: Fold[] = [];
  /** How many rows are hidden before each fold; the last one isn't counted yet. */
  #hidden: number[] = [];
  #known = 0;
  /** The last row that is known: its sequence, and what its neighbour has to be. */
  #last = { sequence: 0, key: "" };
  #openRows: readonly number[] = [];

  /** @param open sequences of events in open folds */
  constructor(marks: readonly EventMark[], open: ReadonlySet<number>) {
    this.#marks = marks;
    this.#open = [...open];
  }

  /** Adds the rows that the list has got. */
  take(rows: RowList): this {
    if (rows.length === this.#known) return this;
    this.#openRows = indexes(this.#open.filter((sequence) => rows.has(sequence)).map(justBefore), rows);
    const breaks = indexes(
      this.#marks.map(({ after }) => after),
      rows,
    );
    for (const { start, first, last, folds } of rows.foldsFrom(this.#known)) {
      const { counts } = folds;
      const { key, sequence } = this.#last;
      const joins = key !== "" && key === folds.first && first - sequence <= 1 && !breaks.includes(start);
      if (joins) this.#join(start, counts[0] === 0 ? start + counts[1]! : start + 1, breaks);
      let row = start;
      for (let index = 0; index < counts.length; index += 2) {
        row += counts[index]!;
        const end = row + counts[index + 1]!;
        if (!joins || row > start) this.#add(row, end, breaks);
        row = end;
      }
      this.#last = { sequence: last, key: folds.last };
    }
    this.#known = rows.length;
    return this;
  }

  /** How many rows are hidden. */
  get hidden(): number {
    const last = this.#folds.length - 1;
    return last < 0 ? 0 : this.#hidden[last]! + this.#hiddenIn(this.#folds[last]!);
  }

  /** The fold of a row. */
  foldOf(row: number): (Fold & { open: boolean }) | undefined {
    const fold = this.#folds[this.#upTo(row)];
    if (!fold || row >= fold.start + fold.count) return undefined;
    return { ...fold, open: this.#isOpen(fold) };
  }

  /** The line of a row, without marks. */
  lineOf(row: number): number {
    const at = this.#upTo(row);
    const fold = this.#folds[at];
    if (!fold) return row;
    return row - this.#hidden[at]! - Math.min(row - fold.start, this.#hiddenIn(fold));
  }

  /** The row at a line. */
  rowAt(line: number): number {
    let low = 0;
    let high = this.#folds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#folds[middle]!.start - this.#hidden[middle]! < line) low = middle + 1;
      else high = middle;
    }
    const fold = this.#folds[low - 1];
    return fold ? line + this.#hidden[low - 1]! + this.#hiddenIn(fold) : line;
  }

  /** Adds rows to the fold of the row before them. */
  #join(start: number, end: number, breaks: readonly number[]): void {
    const stop = Math.min(end, breaks[lowerBound(breaks, (place) => place < start)] ?? end);
    const last = this.#folds.at(-1);
    if (last && last.start + last.count === start) last.count += stop - start;
    else this.#push({ start: start - 1, count: stop - start + 1 });
    this.#add(stop, end, breaks);
  }

  /** Adds a fold, or several where marks are between its rows. */
  #add(start: number, end: number, breaks: readonly number[]): void {
    const inside = breaks.slice(
      lowerBound(breaks, (place) => place <= start),
      lowerBound(breaks, (place) => place < end),
    );
    let from = start;
    for (const to of [...inside, end]) {
      if (to - from > 1) this.#push({ start: from, count: to - from });
      from = to;
    }
  }

  #push(fold: Fold): void {
    this.#hidden.push(this.hidden);
    this.#folds.push(fold);
  }

  #hiddenIn(fold: Fold): number {
    return this.#isOpen(fold) ? 0 : fold.count - 1;
  }

  #isOpen({ start, count }: Fold): boolean {
    if (this.#openRows.length === 0) return false;
    const row = this.#openRows[lowerBound(this.#openRows, (each) => each < start)];
    return row !== undefined && row < start + count;
  }

  /** The index of the last fold that begins at this row or before. */
  #upTo(row: number): number {
    return lowerBound(this.#folds, ({ start }) => start <= row) - 1;
  }
}

/** How many rows there are up to each sequence, in order. */
function indexes(sequences: readonly number[], rows: RowList): number[] {
  return sequences.map((sequence) => rows.countUpTo(sequence)).sort((a, b) => a - b);
}
