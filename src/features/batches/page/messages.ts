/** What the results of a batch and the extension say to each other. Everything here is plain JSON. */

/** The states of a line without a run: it can't be sent, was sent without a response, is being sent, or waits. */
export const lineStates = ["line.failed", "line.unknown", "line.sending", "line.waiting"] as const;

export interface BatchRow {
  /** The place of its run file: `tickets.jsonl:17`. */
  source: string;
  /** The best text of its input. Empty without one. */
  label: string;
  /** The status of its run as the API sends it, `run.blocked` for one that a hook blocked, or one of `lineStates`. */
  status: string;
  word: string;
  /** The duration of a run that has ended, for a person. */
  duration?: string;
  /** Why it failed, what it asks, or the first values of its output. */
  result: string;
  runId?: string;
  /** What VS Code needs for the menu of its run; absent as long as the run isn't known. */
  menu?: string;
}

export interface BatchHeadView {
  id: string;
  name: string;
  /** The app's name and host, and when the batch was started. */
  facts: string;
  /** Whether *Retry Batch…* has something to offer. */
  canRetry: boolean;
  /** How many of its runs haven't been read from the app. */
  unread: number;
  /** Why runs couldn't be read. */
  problem?: string;
}

/** Extension → page. `changes` replaces single rows, by their position. */
export type BatchHostMessage =
  | { type: "batch"; head: BatchHeadView; rows: BatchRow[] }
  | { type: "changes"; head: BatchHeadView; rows: [position: number, row: BatchRow][] };

export const batchActions = ["refresh", "readAll", "retry"] as const;

/** Page → extension. `lines` are the positions of the rows that the reader sees. */
export type BatchPageMessage =
  | { type: "ready" }
  | { type: "open"; line: number }
  | { type: "copy" | "save"; lines: number[] }
  | { type: "act"; action: (typeof batchActions)[number] };
