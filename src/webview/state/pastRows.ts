import type { EventRow } from "../../protocol/viewModels.ts";

/** As many pages of rows that came back are kept with their words: what is scrolled away from leaves again. */
const mostPages = 20;

/** What the panel knows of rows whose events have left the extension's memory. */
export interface PastRows {
  /** Pages that came back, by their first and last sequence; the newest comes first. */
  pages: readonly { from: number; to: number }[];
  /** Rows that were here became other ones. */
  version: number;
  /** Why the rows around a sequence did not come. */
  error?: { sequence: number; text: string };
}

export const noPastRows: PastRows = { pages: [], version: 0 };

interface Rows {
  rows: EventRow[];
  past: PastRows;
}

/** Takes the words of the rows whose events have left the memory since, but not of pages that came back. */
export function forget({ rows, past }: Rows, before: number, firstHeld: number | undefined): Rows {
  if (firstHeld === undefined || before >= firstHeld) return { rows, past };
  return { rows: withoutWords(rows, ({ sequence }) => sequence >= before && sequence < firstHeld), past: next(past, past.pages) };
}

/** Takes rows that came back, and the words of those that came back longest ago. @param asked what was asked for */
export function takePastRows({ rows, past }: Rows, came: readonly EventRow[], asked: number): Rows {
  const words = new Map(came.map((row) => [row.sequence, row]));
  if (!words.has(asked)) words.set(asked, { sequence: asked, type: "", group: "other", summary: "This event is not stored any more." });
  const taken = rows.map((row) => {
    const word = row.summary === undefined ? words.get(row.sequence) : undefined;
    return word ? { ...word, type: row.type, group: row.group } : row;
  });
  const page = { from: came[0]?.sequence ?? asked, to: came.at(-1)?.sequence ?? asked };
  const pages = [page, ...past.pages];
  const gone = pages.slice(mostPages);
  return {
    rows: gone.length === 0 ? taken : withoutWords(taken, ({ sequence }) => gone.some(({ from, to }) => sequence >= from && sequence <= to)),
    past: next(past, pages.slice(0, mostPages)),
  };
}

export function notCome({ past }: Rows, sequence: number, text: string): PastRows {
  return { ...past, error: { sequence, text } };
}

function withoutWords(rows: readonly EventRow[], which: (row: EventRow) => boolean): EventRow[] {
  return rows.map((row) => {
    if (row.summary === undefined || !which(row)) return row;
    const { sequence, type, group, failed } = row;
    return failed ? { sequence, type, group, failed } : { sequence, type, group };
  });
}

function next({ version }: PastRows, pages: PastRows["pages"]): PastRows {
  return { pages, version: version + 1 };
}
