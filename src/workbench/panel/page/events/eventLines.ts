import { justBefore } from "#model/eventPosition.ts";
import { positionIn } from "#ui/find.ts";
import type { EventMark, EventRow } from "#workbench/panel/page/eventViews.ts";
import type { RowList } from "#workbench/panel/page/state/rowList.ts";
import type { EventFolds } from "./eventFolds.ts";

/** A row, which may stand for others, or a mark. */
export type EventLine =
  | { row: EventRow; fold?: EventFold; mark?: undefined }
  | { mark: EventMark; row?: undefined; fold?: undefined };

/** The neighbours of one kind that a line stands for, or that it begins. */
export interface EventFold {
  count: number;
  open: boolean;
  last: number;
  /** The texts of closed ones, joined, up to the length of a row's. */
  text: string;
}

/** In characters: as much as a row shows. */
const maxTextLength = 240;

/** The lines in their order. They are accessed by index without copying the list. */
export class EventLines {
  readonly #rows: RowList;
  readonly #folds: EventFolds;
  readonly #marks: readonly { line: number; mark: EventMark }[];

  constructor(rows: RowList, marks: readonly EventMark[], folds: EventFolds) {
    this.#rows = rows;
    this.#folds = folds;
    this.#marks = [...marks]
      .sort((a, b) => a.after - b.after)
      .map((mark, before) => ({ line: folds.lineOf(rows.countUpTo(mark.after)) + before, mark }));
  }

  get length(): number {
    return this.#folds.lines + this.#marks.length;
  }

  at(index: number): EventLine | undefined {
    const before = positionIn(this.#marks, ({ line }) => line - index).index;
    const mark = this.#marks[before];
    if (mark?.line === index) return { mark: mark.mark };
    const rowIndex = this.#folds.rowAt(index - before);
    const row = this.#rows.at(rowIndex);
    const fold = this.#folds.foldOf(rowIndex);
    if (!row || fold?.start !== rowIndex) return row && { row };
    const { count, open } = fold;
    return {
      row,
      fold: { count, open, last: this.#rows.at(rowIndex + count - 1)!.sequence, text: open ? "" : this.#text(fold) },
    };
  }

  /** The fold that an event is in, with its first and its last event. */
  foldAround(sequence: number): { first: number; last: number; open: boolean } | undefined {
    const fold = this.#folds.foldOf(this.#rows.countUpTo(sequence) - 1);
    if (!fold) return undefined;
    const { start, count, open } = fold;
    return { first: this.#rows.at(start)!.sequence, last: this.#rows.at(start + count - 1)!.sequence, open };
  }

  /** The line of an event, which may stand for others as well; -1 without one. */
  lineOf(sequence: number): number {
    return this.#rows.has(sequence) ? this.lineFrom(sequence) : -1;
  }

  /** The line of the first event from this sequence on. */
  lineFrom(sequence: number): number {
    const lineIndex = this.#folds.lineOf(this.#rows.countUpTo(justBefore(sequence)));
    // The line of a mark, minus the marks before it, is the row that follows it.
    const before = this.#marks.findIndex(({ line }, index) => line - index > lineIndex);
    return lineIndex + (before < 0 ? this.#marks.length : before);
  }

  #text({ start, count }: { start: number; count: number }): string {
    let text = "";
    for (let index = start; index < start + count && text.length < maxTextLength; index += 1) {
      const { summary } = this.#rows.at(index)!;
      if (summary === undefined) break;
      text += summary;
    }
    return text.slice(0, maxTextLength);
  }
}
