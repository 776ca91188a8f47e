import * as z from "zod";

/** What the results of a batch and the extension say to each other. */

export interface BatchRow {
  /** The file and the line of its run file: `tickets.jsonl:17`. */
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

/** What VS Code restores the page by. */
export const batchMemorySchema = z.object({ batchId: z.string() });
export type BatchMemory = z.infer<typeof batchMemorySchema>;

const line = z.int().nonnegative();

/** Page → extension. `lines` are the positions of the rows that the reader sees. */
export const batchPageMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("open"), line }),
  z.object({ type: z.enum(["copy", "save"]), lines: z.array(line).max(100_000) }),
  z.object({ type: z.literal("act"), action: z.enum(["refresh", "readAll", "retry"]) }),
]);
export type BatchPageMessage = z.infer<typeof batchPageMessage>;
