import type { EventRow } from "./eventViews.ts";
import { foldsOf, type PackedRows, type RowFolds, type RowWords, type SequenceRuns, unpackRows } from "./packedRows.ts";

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

/** The columns of packed rows, each as JSON in UTF-8. */
export interface RowBytes {
  /** {@link PackedRows} */
  rows: Uint8Array;
  /** {@link RowWords}; absent for rows without texts and times. */
  words?: Uint8Array;
}

/** Packed rows. A run can say more in a second than anybody reads, so only rows in view become objects. */
export class PackedBatch implements RowBatch {
  readonly length: number;
  readonly first: number;
  readonly last: number;
  readonly #outline: RowOutline;
  readonly #bytes: RowBytes;

  constructor(outline: RowOutline, bytes: RowBytes) {
    const { runs } = outline;
    this.#outline = outline;
    this.#bytes = bytes;
    this.length = this.countUpTo(Infinity);
    this.first = runs[0] ?? 0;
    this.last = (runs.at(-2) ?? 0) + (runs.at(-1) ?? 1) - 1;
  }

  countUpTo(sequence: number): number {
    const { runs } = this.#outline;
    let count = 0;
    for (let run = 0; run < runs.length && runs[run]! <= sequence; run += 2) {
      count += Math.min(runs[run + 1]!, Math.floor(sequence - runs[run]!) + 1);
    }
    return count;
  }

  read(): EventRow[] {
    if (this.length === 0) return [];
    const { rows, words } = this.#bytes;
    return unpackRows(this.#outline.runs, parse(rows) as PackedRows, words && (parse(words) as RowWords));
  }

  foldsFrom(index: number): RowFolds {
    return index === 0 ? this.#outline.folds : foldsOf(this.read().slice(index));
  }

  /** The same rows without their texts and times. */
  withoutWords(): PackedBatch {
    return new PackedBatch(this.#outline, { rows: this.#bytes.rows });
  }
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
