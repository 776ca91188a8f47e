import { justBefore } from "#model/eventPosition.ts";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { RowList } from "./rowList.ts";

/** Why the rows around a sequence couldn't be loaded after their events had left the extension's memory. */
export interface UnreadRows {
  sequence: number;
  text: string;
}

/** Removes the text of rows whose events have left memory since. @returns the same list if none has */
export function forget(rows: RowList, before: number, firstHeld = -Infinity): RowList {
  return before < firstHeld ? rows.worded(before, justBefore(firstHeld), wordless) : rows;
}

/** Adds the text of loaded rows. @param asked the sequence that was requested */
export function takePastRows(rows: RowList, came: readonly EventRow[], asked: number): RowList {
  const words = new Map(came.map((row) => [row.sequence, row]));
  if (!words.has(asked))
    words.set(asked, { sequence: asked, type: "", group: "other", summary: "The app no longer stores this event." });
  const first = Math.min(came[0]?.sequence ?? asked, asked);
  const last = Math.max(came.at(-1)?.sequence ?? asked, asked);
  return rows.worded(first, last, (row) => {
    const word = row.summary === undefined ? words.get(row.sequence) : undefined;
    return word ? withWords(row, word) : row;
  });
}

function wordless(row: EventRow): EventRow {
  const { time: _, summary: _text, ...rest } = row;
  return rest;
}

/** Keeps the fields that decide how rows fold, so that rows don't move. */
function withWords(row: EventRow, { source, time, summary, failed }: EventRow): EventRow {
  return { ...row, source: row.piece ? row.source : source, time, summary, failed };
}
