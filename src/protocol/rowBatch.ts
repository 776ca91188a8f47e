import type { EventRow } from "./eventViews.ts";
import { foldsOf, type PackedRows, type RowFolds, type SequenceRuns, unpackRows } from "./packedRows.ts";

/** Rows next to each other, in order of their sequences. */
export interface RowBatch {
  readonly length: number;
  /** The lowest and the highest sequence. */
  readonly first: number;
  readonly last: number;
  /** How many rows have this sequence or a lower one. */
  countUpTo(sequence: number): number;
  read(): readonly EventRow[];
  /** How its rows fold, from this one on. */
  foldsFrom(index: number): RowFolds;
}

/** What is known of packed rows before they are unpacked. */
export interface RowOutline {
  runs: SequenceRuns;
  folds: RowFolds;
}

/** Packed rows. A run can say more in a second than anybody reads, so only rows in view become objects. */
export class PackedBatch implements RowBatch {
  readonly length: number;
  readonly first: number;
  readonly last: number;
  readonly #runs: SequenceRuns;
  readonly #folds: RowFolds;
  readonly #bytes: Uint8Array;

  /** @param bytes {@link PackedRows} as JSON */
  constructor({ runs, folds }: RowOutline, bytes: Uint8Array) {
    this.#runs = runs;
    this.#folds = folds;
    this.#bytes = bytes;
    this.length = this.countUpTo(Infinity);
    this.first = runs[0] ?? 0;
    this.last = (runs.at(-2) ?? 0) + (runs.at(-1) ?? 1) - 1;
  }

  countUpTo(sequence: number): number {
    let count = 0;
    for (let run = 0; run < this.#runs.length && this.#runs[run]! <= sequence; run += 2) {
      count += Math.min(this.#runs[run + 1]!, Math.floor(sequence - this.#runs[run]!) + 1);
    }
    return count;
  }

  read(): EventRow[] {
    return this.length === 0 ? [] : unpackRows(this.#runs, this.#columns());
  }

  foldsFrom(index: number): RowFolds {
    return index === 0 ? this.#folds : foldsOf(this.read().slice(index));
  }

  /** The same rows without their texts and times. They stay packed. */
  withoutWords(): PackedBatch {
    const columns: PackedRows = { ...this.#columns(), time: [], summary: [] };
    const outline = { runs: this.#runs, folds: this.#folds };
    return new PackedBatch(outline, new TextEncoder().encode(JSON.stringify(columns)));
  }

  #columns(): PackedRows {
    return JSON.parse(new TextDecoder().decode(this.#bytes)) as PackedRows;
  }
}
