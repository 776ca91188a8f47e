import type { EventMark, EventRow } from "../../protocol/viewModels.ts";
import { placeIn } from "./find.ts";
import { firstAbove } from "./firstAbove.ts";

/**
 * Adds rows in order of their sequence, each once: a row never changes, so one that is there stays. What begins after the
 * end is put into the same list, since copying it for each message would cost more the longer the run is; what was there
 * already costs nothing. All else makes another list.
 */
export function mergeRows(rows: EventRow[], added: readonly EventRow[]): EventRow[] {
  const first = added[0];
  if (!first) return rows;
  const last = rows.at(-1);
  if (!last || last.sequence < first.sequence) {
    for (const row of added) rows.push(row);
    return rows;
  }
  const fresh = added.filter(({ sequence }) => rows[firstAbove(rows, sequence - 1)]?.sequence !== sequence);
  if (fresh.length === 0) return rows;
  return [...rows, ...fresh].sort((a, b) => a.sequence - b.sequence);
}

/** A line of the events list: an event, or a mark between two. */
export type EventLine = { row: EventRow } | { mark: EventMark };

/** The lines in the order in which they stand, addressed by index without being copied. */
export class EventLines {
  readonly #rows: readonly EventRow[];
  /** Marks with the line that each stands on, in order. */
  readonly #marks: readonly { line: number; mark: EventMark }[];

  constructor(rows: readonly EventRow[], marks: readonly EventMark[]) {
    this.#rows = rows;
    this.#marks = [...marks]
      .sort((a, b) => a.after - b.after)
      .map((mark, before) => ({ line: firstAbove(rows, mark.after) + before, mark }));
  }

  get length(): number {
    return this.#rows.length + this.#marks.length;
  }

  at(index: number): EventLine | undefined {
    const before = Math.ceil(placeIn(this.#marks, ({ line }) => line - index));
    const mark = this.#marks[before];
    if (mark?.line === index) return { mark: mark.mark };
    const row = this.#rows[index - before];
    return row && { row };
  }

  /** The line of an event, -1 if it is not there. */
  lineOf(sequence: number): number {
    return this.#rows[firstAbove(this.#rows, sequence - 1)]?.sequence === sequence ? this.lineFrom(sequence) : -1;
  }

  /** The line of the first event from this sequence on. */
  lineFrom(sequence: number): number {
    const place = firstAbove(this.#rows, sequence - 1);
    // A mark's line less the marks before it is the row that it stands before.
    const before = this.#marks.findIndex(({ line }, index) => line - index > place);
    return place + (before < 0 ? this.#marks.length : before);
  }
}
