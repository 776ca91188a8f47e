import type { RunFilter } from "./runFilter.ts";
import type { RunSet } from "./runQuery.ts";

/** A saved query, or the runs of a batch. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** The query as it is typed in *Search Runs…*; absent for a batch. */
  readonly query?: string;
  /** What the explorer lists below its row. */
  readonly filter: RunFilter;
  /** Whether only the index answers the query. What it finds is in the view of the search results. */
  readonly isSearch?: true;
  readonly batch?: BatchRuns;
}

export interface BatchRuns {
  readonly runs: RunSet;
  /** The line that a run of the batch was made from, with the name of its file: *tickets.jsonl:17*. */
  readonly lines: ReadonlyMap<string, string>;
  /** Whether its lines are being sent. */
  readonly isSending: boolean;
  /** How many of its lines aren't sent, have failed, or may have created runs. */
  readonly waiting: number;
  readonly failed: number;
  readonly unknown: number;
  /** How many of the failed ones can be sent again. */
  readonly missing: number;
}
