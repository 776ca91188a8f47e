import { justBefore } from "../../../../model/eventPlace.ts";
import type { EventRow } from "../eventViews.ts";
import type { RowList } from "./rowList.ts";

/** How many loaded pages of rows keep their text. Pages that were scrolled away are dropped first. */
const mostPages = 20;

/** What the panel knows of rows whose events have left the extension's memory. */
export interface PastRows {
  /** Loaded pages, by their first and last sequence; the newest comes first. */
  pages: readonly { from: number; to: number }[];
  /** Rises when rows were replaced by others. */
  version: number;
  /** Why the rows around a sequence couldn't be loaded. */
  error?: { sequence: number; text: string };
}

export const noPastRows: PastRows = { pages: [], version: 0 };

interface Rows {
  rows: RowList;
  past: PastRows;
}

/** Removes the text of rows whose events have left memory, except those on loaded pages. */
export function forget({ rows, past }: Rows, before: number, firstHeld: number | undefined): Rows {
  if (firstHeld === undefined || before >= firstHeld) return { rows, past };
  return { rows: rows.worded(before, justBefore(firstHeld), wordless), past: next(past, past.pages) };
}

/**
 * Adds loaded rows, and removes the text of those that were loaded longest ago. @param asked the sequence that was
 * requested
 */
export function takePastRows({ rows, past }: Rows, came: readonly EventRow[], asked: number): Rows {
  const words = new Map(came.map((row) => [row.sequence, row]));
  if (!words.has(asked))
    words.set(asked, { sequence: asked, type: "", group: "other", summary: "The app no longer stores this event." });
  const page = { from: came[0]?.sequence ?? asked, to: came.at(-1)?.sequence ?? asked };
  const taken = rows.worded(Math.min(page.from, asked), Math.max(page.to, asked), (row) => {
    const word = row.summary === undefined ? words.get(row.sequence) : undefined;
    return word ? withWords(row, word) : row;
  });
  const pages = [page, ...past.pages];
  const rest = pages.slice(mostPages).reduce((list, { from, to }) => list.worded(from, to, wordless), taken);
  return { rows: rest, past: next(past, pages.slice(0, mostPages)) };
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

function next({ version }: PastRows, pages: PastRows["pages"]): PastRows {
  return { pages, version: version + 1 };
}
