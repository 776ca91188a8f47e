import type { EventRow } from "../../protocol/eventViews.ts";
import type { RowList } from "../state/rowList.ts";

/**
 * The rows of a growing list that pass a test. When the list has only grown since the last call, only new rows are
 * tested.
 */
export class FilteredRows {
  readonly #passes: (row: EventRow) => boolean;
  #kept: EventRow[] = [];
  #known = 0;
  #all: RowList | undefined;

  constructor(passes: (row: EventRow) => boolean) {
    this.#passes = passes;
  }

  /** The returned list grows as well: it stays the same object as long as the whole list only grows. */
  of(all: RowList): EventRow[] {
    if (all !== this.#all) {
      this.#kept = [];
      this.#known = 0;
      this.#all = all;
    }
    for (const row of all.from(this.#known)) if (this.#passes(row)) this.#kept.push(row);
    this.#known = all.length;
    return this.#kept;
  }
}
