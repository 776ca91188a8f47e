import type { EventGroup, EventRow } from "./eventViews.ts";

/** Rows by columns, so that equal parts are written once. Their sequences are in {@link SequenceRuns} beside them. */
export interface PackedRows {
  /** Each type once. All of its rows have the same group. */
  types: [type: string, group: EventGroup][];
  /** For each row, the index of its type in `types`. */
  type: number[];
  /** For each row: the milliseconds since the last number, the app's own text if that is no time, or null. */
  time: (number | string | null)[];
  summary: (string | null)[];
  /** The indexes of the rows that failed. */
  failed: number[];
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

export function packRows(rows: readonly EventRow[]): PackedRows {
  const packed: PackedRows = { types: [], type: [], time: [], summary: [], failed: [] };
  const places = new Map<string, number>();
  let now = 0;
  // Not `rows.entries()`, which makes a list for each row.
  for (let index = 0; index < rows.length; index += 1) {
    const { type, group, time, summary, failed } = rows[index]!;
    let place = places.get(type);
    if (place === undefined) {
      place = packed.types.push([type, group]) - 1;
      places.set(type, place);
    }
    packed.type.push(place);
    packed.time.push(typeof time === "number" ? time - now : (time ?? null));
    if (typeof time === "number") now = time;
    packed.summary.push(summary ?? null);
    if (failed) packed.failed.push(index);
  }
  return packed;
}

export function unpackRows(runs: SequenceRuns, { types, type, time, summary, failed }: PackedRows): EventRow[] {
  const rows: EventRow[] = [];
  let now = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const first = runs[run]!;
    for (let step = 0; step < runs[run + 1]!; step += 1) {
      const index = rows.length;
      const [name, group] = types[type[index]!]!;
      const row: EventRow = { sequence: first + step, type: name, group };
      const words = summary[index];
      if (typeof words === "string") row.summary = words;
      const at = time[index];
      if (typeof at === "number") row.time = now += at;
      else if (typeof at === "string") row.time = at;
      rows.push(row);
    }
  }
  for (const index of failed) rows[index]!.failed = true;
  return rows;
}
