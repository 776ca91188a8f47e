import type { EventGroup, EventPiece, EventRow } from "./eventViews.ts";

/**
 * Rows by columns, so that equal parts are written once. Their sequences are in {@link SequenceRuns} beside them, and
 * what a list needs only for rows in view in {@link RowWords}.
 */
export interface PackedRows {
  /** Each type once for each source. All of its rows have the same group. */
  types: [type: string, group: EventGroup, source?: string | null, piece?: EventPiece][];
  /** For each row, the index of its type in `types`. */
  type: number[];
  /** The indexes of the rows that failed. */
  failed: number[];
}

/** The rest of the rows: most of their bytes. */
export interface RowWords {
  /** For each row: the milliseconds since the last number, the app's own text if that is no time, or null. */
  time: (number | string | null)[];
  summary: (string | null)[];
}

/** A sequence, and how many rows follow from it without a gap; then the next sequence and count. */
export type SequenceRuns = number[];

export function sequenceRuns(rows: readonly EventRow[]): SequenceRuns {
  const runs: SequenceRuns = [];
  let next: number | undefined;
  for (const { sequence } of rows) {
    if (sequence === next) runs[runs.length - 1]! += 1;
    else runs.push(sequence, 1);
    next = sequence + 1;
  }
  return runs;
}

/**
 * Where equal neighbours are, so that a list can fold rows that aren't unpacked. Rows that come next may continue the
 * last fold.
 */
export interface RowFolds {
  /** By turns: how many rows are single, and how many follow in a fold. */
  counts: number[];
  /** What a neighbour has to be for a fold with the first or the last row. Empty if none can be. */
  first: string;
  last: string;
}

export function foldsOf(rows: readonly EventRow[]): RowFolds {
  const counts: number[] = [];
  let folded = 0;
  let first = 0;
  for (let index = 1; index <= rows.length; index += 1) {
    if (index < rows.length && isFolded(rows[index - 1]!, rows[index]!)) continue;
    if (index - first > 1) {
      counts.push(first - folded, index - first);
      folded = index;
    }
    first = index;
  }
  return { counts, first: foldKey(rows[0]), last: foldKey(rows.at(-1)) };
}

/** Events that are neighbours in the list but not in the run aren't folded. */
function isFolded(before: EventRow, row: EventRow): boolean {
  if (!row.piece || row.failed || before.failed || !isSameKind(before, row)) return false;
  return row.sequence - before.sequence <= 1;
}

function foldKey(row: EventRow | undefined): string {
  return row?.piece && !row.failed ? kindOf(row) : "";
}

function isSameKind(row: EventRow, other: EventRow): boolean {
  return row.type === other.type && row.source === other.source && row.piece === other.piece;
}

function kindOf({ type, source, piece }: EventRow): string {
  return JSON.stringify([type, source, piece]);
}

export function packRows(rows: readonly EventRow[]): { packed: PackedRows; words: RowWords } {
  const packed: PackedRows = { types: [], type: [], failed: [] };
  const words: RowWords = { time: [], summary: [] };
  const places = new Map<string, number>();
  let place: number | undefined;
  let now = 0;
  // Not `rows.entries()`, which makes a list for each row.
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    const { type, group, source, piece, time, summary, failed } = row;
    if (place === undefined || !isSameKind(row, rows[index - 1]!)) {
      const kind = kindOf(row);
      place = places.get(kind);
      if (place === undefined) {
        const named = source ?? null;
        place = packed.types.push(piece ? [type, group, named, piece] : [type, group, named]) - 1;
        places.set(kind, place);
      }
    }
    packed.type.push(place);
    words.time.push(typeof time === "number" ? time - now : (time ?? null));
    if (typeof time === "number") now = time;
    words.summary.push(summary ?? null);
    if (failed) packed.failed.push(index);
  }
  return { packed, words };
}

export function unpackRows(runs: SequenceRuns, { types, type, failed }: PackedRows, words?: RowWords): EventRow[] {
  const rows: EventRow[] = [];
  let now = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const first = runs[run]!;
    for (let step = 0; step < runs[run + 1]!; step += 1) {
      const index = rows.length;
      const [name, group, source, piece] = types[type[index]!]!;
      const row: EventRow = { sequence: first + step, type: name, group };
      if (typeof source === "string") row.source = source;
      if (piece) row.piece = piece;
      const summary = words?.summary[index];
      if (typeof summary === "string") row.summary = summary;
      const at = words?.time[index];
      if (typeof at === "number") row.time = now += at;
      else if (typeof at === "string") row.time = at;
      rows.push(row);
    }
  }
  for (const index of failed) rows[index]!.failed = true;
  return rows;
}
