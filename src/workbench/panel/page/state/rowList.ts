import { lowerBound } from "#base/lowerBound.ts";
import { justBefore } from "#model/eventPosition.ts";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";

/**
 * The rows of the events list in order of their sequences, each once. Rows after the end are added to the same list,
 * since a copy for each message would take ever longer. So a cached result has to compare the length, too. Any other
 * change makes a new list.
 */
export class RowList {
  /** Stays the same in a list whose rows have only got or lost their words. */
  readonly order: object;
  readonly #rows: EventRow[];

  /** @param rows in order; rows that are added to the array are in the list, too */
  constructor(rows: EventRow[] = [], order: object = {}) {
    this.#rows = rows;
    this.order = order;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The highest sequence; 0 before the first row. */
  get last(): number {
    return this.#rows.at(-1)?.sequence ?? 0;
  }

  at(index: number): EventRow | undefined {
    return this.#rows[index];
  }

  /** How many rows have this sequence or a lower one. */
  countUpTo(sequence: number): number {
    return lowerBound(this.#rows, (row) => row.sequence <= sequence);
  }

  has(sequence: number): boolean {
    return this.#rows[this.countUpTo(sequence) - 1]?.sequence === sequence;
  }

  from(index: number): EventRow[] {
    return this.#rows.slice(index);
  }

  /** Adds rows, each once. An existing row never changes, so it stays. @returns this list if they follow its end */
  add(rows: readonly EventRow[]): RowList {
    const late = rows.filter(({ sequence }) => sequence <= this.last && !this.has(sequence));
    const inOrder = (): EventRow[] => [...this.#rows, ...late].sort((a, b) => a.sequence - b.sequence);
    const next = late.length === 0 ? this : new RowList(inOrder());
    for (const row of rows) if (row.sequence > next.last) next.#rows.push(row);
    return next;
  }

  /**
   * Changes the words of the rows with these sequences in place, since a copy of all rows for each message would take
   * ever longer. @returns a new list, so that they are drawn again
   */
  worded(from: number, to: number, change: (row: EventRow) => EventRow): RowList {
    const rows = this.#rows;
    const end = this.countUpTo(to);
    for (let index = this.countUpTo(justBefore(from)); index < end; index += 1) rows[index] = change(rows[index]!);
    return new RowList(rows, this.order);
  }
}
