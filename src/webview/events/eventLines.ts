import type { EventMark, EventRow } from "../../protocol/eventViews.ts";
import { placeIn } from "../state/find.ts";
import type { RowList } from "../state/rowList.ts";

/** A line of the events list: an event, or a mark between two. */
export type EventLine = { row: EventRow } | { mark: EventMark };

/** The lines in the order in which they stand, addressed by index without being copied. */
export class EventLines {
  readonly #rows: RowList;
  /** Marks with the line that each stands on, in order. */
  readonly #marks: readonly { line: number; mark: EventMark }[];

  constructor(rows: RowList, marks: readonly EventMark[]) {
    this.#rows = rows;
    this.#marks = [...marks]
      .sort((a, b) => a.after - b.after)
      .map((mark, before) => ({ line: rows.countUpTo(mark.after) + before, mark }));
  }

  get length(): number {
    return this.#rows.length + this.#marks.length;
  }

  at(index: number): EventLine | undefined {
    const before = Math.ceil(placeIn(this.#marks, ({ line }) => line - index));
    const mark = this.#marks[before];
    if (mark?.line === index) return { mark: mark.mark };
    const row = this.#rows.at(index - before);
    return row && { row };
  }

  /** The line of an event, -1 if it is not there. */
  lineOf(sequence: number): number {
    return this.#rows.has(sequence) ? this.lineFrom(sequence) : -1;
  }

  /** The line of the first event from this sequence on. */
  lineFrom(sequence: number): number {
    const place = this.#rows.countUpTo(sequence - 1);
    // A mark's line less the marks before it is the row that it stands before.
    const before = this.#marks.findIndex(({ line }, index) => line - index > place);
    return place + (before < 0 ? this.#marks.length : before);
  }
}
