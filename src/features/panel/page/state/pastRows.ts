import { justBefore } from "../../../../model/eventPlace.ts";
import type { EventRow } from "../eventViews.ts";
import type { RowList } from "./rowList.ts";

/** What the panel knows of rows whose events have left the extension's memory. */
export interface PastRows {
  /** Rises when rows were replaced by others. */
  version: number;
  /** Why the rows around a sequence couldn't be loaded. */
  error?: { sequence: number; text: string };
}

export const noPastRows: PastRows = { version: 0 };

interface Rows {
  rows: RowList;
  past: PastRows;
}

/** Removes the text of rows whose events have left memory since. */
export function forget({ rows, past }: Rows, before: number, firstHeld: number | undefined): Rows {
  if (firstHeld === undefined || before >= firstHeld) return { rows, past };
  return { rows: rows.worded(before, justBefore(firstHeld), wordless), past: next(past) };
}

/** Adds loaded rows. @param asked the sequence that was requested */
export function takePastRows({ rows, past }: Rows, came: readonly EventRow[], asked: number): Rows {
  const words = new Map(came.map((row) => [row.sequence, row]));
  if (!words.has(asked))
    words.set(asked, { sequence: asked, type: "", group: "other", summary: "The app no longer stores this event." });
  const first = Math.min(came[0]?.sequence ?? asked, asked);
  const last = Math.max(came.at(-1)?.sequence ?? asked, asked);
  const taken = rows.worded(first, last, (row) => {
    const word = row.summary === undefined ? words.get(row.sequence) : undefined;
    return word ? withWords(row, word) : row;
  });
  return { rows: taken, past: next(past) };
}

export function notCome({ past }: Rows, sequence: number, text: string): PastRows {
  return { ...past, error: { sequence, text } };
}

function wordless(row: EventRow): EventRow {
  const { time: _, summary: _text, ...rest } = row;
  return rest;
}

/** Keeps the fields that decide how rows fold, so that rows don't move. */
function withWords({ type, group, source, piece }: EventRow, word: EventRow): EventRow {
  const { sequence, time, summary, failed } = word;
  const name = piece ? source : word.source;
  return {
    ...{ sequence, type, group },
    source: name,
    piece,
    time,
    summary,
    failed: failed || undefined,
  };
}

function next({ version }: PastRows): PastRows {
  return { version: version + 1 };
}
