import { lowerBound } from "../../base/lowerBound.ts";
import { justBefore } from "../../model/eventPlace.ts";
import type { EventRow } from "../../protocol/eventViews.ts";
import { foldsOf, type RowFolds } from "../../protocol/packedRows.ts";
import { PackedBatch, type RowBatch } from "../../protocol/rowBatch.ts";
import { firstAbove } from "./firstAbove.ts";

/** The rows of a smaller batch become objects at once, because separate memory for each batch would cost more. */
const fewRows = 16;
/** So many of them are one batch, which is changed as a whole. */
const mostPlain = 1_024;
/** Batches that were read last stay objects: so many rows, which is a screen of folds, but at least some batches. */
const mostRead = { rows: 8_192, batches: 4 };

/** Rows that are objects already. */
class PlainBatch implements RowBatch {
  readonly rows: EventRow[];

  constructor(rows: EventRow[]) {
    this.rows = rows;
  }

  get length(): number {
    return this.rows.length;
  }

  get first(): number {
    return this.rows[0]?.sequence ?? 0;
  }

  get last(): number {
    return this.rows.at(-1)?.sequence ?? 0;
  }

  countUpTo(sequence: number): number {
    return firstAbove(this.rows, sequence);
  }

  read(): EventRow[] {
    return this.rows;
  }

  foldsFrom(index: number): RowFolds {
    return foldsOf(index === 0 ? this.rows : this.rows.slice(index));
  }
}

interface Placed {
  /** The index of its first row. */
  start: number;
  batch: RowBatch;
}

function place(batches: readonly RowBatch[]): Placed[] {
  let start = 0;
  return batches.map((batch) => ({ start: (start += batch.length) - batch.length, batch }));
}

/** A batch with other words in the rows with these sequences. */
function wordedBatch(batch: RowBatch, from: number, to: number, change: (row: EventRow) => EventRow): RowBatch {
  return new PlainBatch(batch.read().map((row) => (row.sequence >= from && row.sequence <= to ? change(row) : row)));
}

function wordless(row: EventRow): EventRow {
  if (row.summary === undefined) return row;
  const { sequence, type, group, source, piece, failed } = row;
  return {
    ...{ sequence, type, group },
    ...(source === undefined ? {} : { source }),
    ...(piece ? { piece } : {}),
    ...(failed ? { failed } : {}),
  };
}

/**
 * The rows of the events list in order of their sequences, each once. They become objects when they are read. Rows
 * after the end are added to the same list, since a copy for each message would take ever longer. So a cached result
 * has to compare the length, too. Any other change makes a new list.
 */
export class RowList {
  /** Stays the same in a list whose rows have only got or lost their words. */
  readonly order: object;
  readonly #placed: Placed[];
  /** The batches that are objects for a while, those read last at the end. */
  readonly #read = new Map<RowBatch, readonly EventRow[]>();
  #readCount = 0;

  private constructor(placed: Placed[], order: object = {}) {
    this.order = order;
    this.#placed = placed;
  }

  /** @param rows in order; rows that are added to the array are in the list, too */
  static of(rows: EventRow[] = []): RowList {
    return new RowList(place([new PlainBatch(rows)]));
  }

  get length(): number {
    const last = this.#placed.at(-1);
    return last ? last.start + last.batch.length : 0;
  }

  /** The highest sequence; 0 before the first row. */
  get last(): number {
    return this.#placed.at(-1)?.batch.last ?? 0;
  }

  at(index: number): EventRow | undefined {
    const placed = this.#placed[lowerBound(this.#placed, ({ start }) => start <= index) - 1];
    return placed && this.#rowsOf(placed.batch)[index - placed.start];
  }

  /** How many rows have this sequence or a lower one. */
  countUpTo(sequence: number): number {
    const placed = this.#placed[lowerBound(this.#placed, ({ batch }) => batch.first <= sequence) - 1];
    return placed ? placed.start + placed.batch.countUpTo(sequence) : 0;
  }

  has(sequence: number): boolean {
    return this.countUpTo(sequence) > this.countUpTo(justBefore(sequence));
  }

  /** All rows from an index on. They stay objects, because a reader of all rows reads them again. */
  from(index: number): EventRow[] {
    if (index >= this.length) return [];
    const rows: EventRow[] = [];
    const first = Math.max(0, lowerBound(this.#placed, ({ start }) => start <= index) - 1);
    for (const placed of this.#placed.slice(first)) {
      if (!(placed.batch instanceof PlainBatch)) placed.batch = new PlainBatch([...placed.batch.read()]);
      const all = placed.batch.read();
      for (let at = Math.max(0, index - placed.start); at < all.length; at += 1) rows.push(all[at]!);
    }
    return rows;
  }

  /** How the rows from an index on fold, in order: each part with the index and the sequences of its rows. */
  *foldsFrom(index: number): Generator<{ start: number; first: number; last: number; folds: RowFolds }> {
    if (index >= this.length) return;
    const first = Math.max(0, lowerBound(this.#placed, ({ start }) => start <= index) - 1);
    for (const { start, batch } of this.#placed.slice(first)) {
      const from = Math.max(0, index - start);
      if (from >= batch.length) continue;
      const head = from === 0 ? batch.first : batch.read()[from]!.sequence;
      yield { start: start + from, first: head, last: batch.last, folds: batch.foldsFrom(from) };
    }
  }

  /** Adds rows, each once. An existing row never changes, so it stays. @returns this list if they follow its end */
  add(batch: RowBatch): RowList {
    if (batch.length === 0) return this;
    if (this.length === 0 || this.last < batch.first) {
      this.#append(batch);
      return this;
    }
    const fresh = batch.read().filter(({ sequence }) => !this.has(sequence));
    if (fresh.length === 0) return this;
    return this.#with(fresh);
  }

  /** A new list with other words in the rows with these sequences. */
  worded(from: number, to: number, change: (row: EventRow) => EventRow): RowList {
    return this.#replaced(from, to, (batch) => wordedBatch(batch, from, to, change));
  }

  /** A new list, in which the rows with these sequences have lost their words. Whole batches stay packed. */
  withoutWords(from: number, to: number): RowList {
    return this.#replaced(from, to, (batch) => {
      const isWhole = batch instanceof PackedBatch && from <= batch.first && batch.last <= to;
      return isWhole ? batch.withoutWords() : wordedBatch(batch, from, to, wordless);
    });
  }

  /** A new list with others in the place of the batches with these sequences. */
  #replaced(from: number, to: number, replace: (batch: RowBatch) => RowBatch): RowList {
    const placed = [...this.#placed];
    let index = lowerBound(placed, ({ batch }) => batch.last < from);
    for (; index < placed.length && placed[index]!.batch.first <= to; index += 1) {
      const { start, batch } = placed[index]!;
      placed[index] = { start, batch: replace(batch) };
    }
    return new RowList(placed, this.order);
  }

  /** A new list with rows among or before those of this one. @param fresh in order */
  #with(fresh: readonly EventRow[]): RowList {
    const [from, to] = [fresh[0]!.sequence, fresh.at(-1)!.sequence];
    const batches = this.#placed.map(({ batch }) => batch).filter(({ length }) => length > 0);
    const first = lowerBound(batches, ({ last }) => last < from);
    const end = Math.max(
      first,
      lowerBound(batches, (batch) => batch.first <= to),
    );
    const rows = [...batches.slice(first, end).flatMap((batch) => batch.read()), ...fresh];
    rows.sort((a, b) => a.sequence - b.sequence);
    return new RowList(place([...batches.slice(0, first), new PlainBatch(rows), ...batches.slice(end)]));
  }

  #append(batch: RowBatch): void {
    const last = this.#placed.at(-1)?.batch;
    const isFew = batch.length < fewRows;
    if (isFew && last instanceof PlainBatch && last.length < mostPlain)
      for (const row of batch.read()) last.rows.push(row);
    else this.#placed.push({ start: this.length, batch: isFew ? new PlainBatch([...batch.read()]) : batch });
  }

  #rowsOf(batch: RowBatch): readonly EventRow[] {
    if (batch instanceof PlainBatch) return batch.rows;
    const rows = this.#read.get(batch) ?? batch.read();
    if (this.#read.delete(batch)) this.#readCount -= rows.length;
    this.#read.set(batch, rows);
    this.#readCount += rows.length;
    for (const [oldest, { length }] of this.#read) {
      if (this.#readCount <= mostRead.rows || this.#read.size <= mostRead.batches) break;
      this.#read.delete(oldest);
      this.#readCount -= length;
    }
    return rows;
  }
}
