import type { EventRow } from "../../protocol/eventViews.ts";
import type { RowList } from "../state/rowList.ts";

/**
 * Those of a growing list that pass a test. When the list has only grown since it was asked last, only what is new is
 * looked at.
 */
export class Sifted {
  readonly #passes: (row: EventRow) => boolean;
  #kept: EventRow[] = [];
  #known = 0;
  #all: RowList | undefined;

  constructor(passes: (row: EventRow) => boolean) {
    this.#passes = passes;
  }

  /** The rows that are returned grow, too: they are never others as long as the whole only grows. */
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
