import { justBefore } from "../../model/eventPlace.ts";
import type { EventMark, EventRow } from "../../protocol/eventViews.ts";
import { placeIn } from "../state/find.ts";
import type { RowList } from "../state/rowList.ts";

/** A line of the events list: an event, or a mark between two. */
export type EventLine = { row: EventRow } | { mark: EventMark };

/** The lines in their order. They are accessed by index without copying the list. */
export class EventLines {
  readonly #rows: RowList;
  /** Marks with their line numbers, in order. */
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
    const before = placeIn(this.#marks, ({ line }) => line - index).index;
    const mark = this.#marks[before];
    if (mark?.line === index) return { mark: mark.mark };
    const row = this.#rows.at(index - before);
    return row && { row };
  }

  /** The line of an event, -1 without one. */
  lineOf(sequence: number): number {
    return this.#rows.has(sequence) ? this.lineFrom(sequence) : -1;
  }

  /** The line of the first event from this sequence on. */
  lineFrom(sequence: number): number {
    const place = this.#rows.countUpTo(justBefore(sequence));
    // The line of a mark, minus the marks before it, is the row that follows it.
    const before = this.#marks.findIndex(({ line }, index) => line - index > place);
    return place + (before < 0 ? this.#marks.length : before);
  }
}
