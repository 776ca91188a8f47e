import type { TimeRange } from "#model/timeRanges.ts";
import type { ActView } from "#workbench/core/acts.ts";
import type { InsightsTable } from "./insightsTable.ts";

export const cardIds = ["runs", "success", "duration", "slowest", "toolFailures", "waits", "users"] as const;
export type CardId = (typeof cardIds)[number];

/** A figure at the top. */
export interface StatView {
  name: string;
  value: string;
  detail: string;
}

/** The names of a point below the axis and in a sentence. */
export interface PointLabel {
  axis: string;
  spoken: string;
}

/** Bars above each other, lines, or one bar for each row. */
type ChartKind = "stack" | "lines" | "bars";

/** A chart with its table. Both are drawn from the same rows. */
export interface CardView {
  id: CardId;
  title: string;
  /** What is counted, beside the title. */
  detail: string;
  chart: ChartKind;
  sentence: string;
  table: InsightsTable;
  /**
   * The ids of the columns that the chart draws: of lines each one, of bars the length and, if there are two, the mark
   * in it.
   */
  drawn: string[];
  /** What stands beside each bar, with the ids of columns in braces: `{failed} of {calls}`. */
  aside?: string;
  /** The labels of points, one for each row of a chart over time. */
  points: PointLabel[];
  /** A note below the chart, if something has to be known to read it. */
  note?: string;
}

export interface CauseView {
  id: string;
  title: string;
  /** The message's words, and the kinds of what differs from run to run. */
  message: readonly { text: string; varies: boolean }[];
  runs: number;
  users: number;
  firstSeen: string;
  lastSeen: string;
  example: { runId: string; title: string };
  isNew: boolean;
  /** The note of a known cause; empty without one. */
  known?: string;
  /** What other features do with it. */
  acts?: readonly ActView[];
}

export interface ComparedRow {
  name: string;
  before: string;
  after: string;
  /** What each side is made from: `140 runs`. */
  counts: [before: string, after: string];
  difference: string;
}

export interface CompareView {
  /** `24 Nov 14:00`. */
  title: string;
  runs: [before: number, after: number];
  rows: ComparedRow[];
  causes: { before: number; after: number; text: string; fresh: string[] };
}

/** What is being read, and what can be loaded. */
export interface ProgressView {
  /** @param share from 0 to 1, if it is known */
  reading?: { text: string; share?: number };
  /** What a button offers: *Load 30 Days: 2,915 runs, about 3 min*. */
  load?: string;
  /** Why the steps weren't loaded. */
  loadProblem?: string;
  /** Why the app's list of runs can't be read any further. */
  problem?: string;
}

/** Everything that the panel shows. */
export interface InsightsView extends ProgressView {
  app: string;
  /** Set for an app whose runs have an effect on people. */
  isProduction: boolean;
  /** Whether the conversations of a user can be shown. */
  opensConversations?: boolean;
  /**
   * Where the time that was read ends, if it is shorter than the range: *since 20 Nov, 00:00*. Empty if no day was read
   * whole, so that nothing can be shown.
   */
  shownSince?: string;
  range: TimeRange;
  filter: string;
  /** Why the filter can't be used. */
  filterProblem?: string;
  /** The filter as it may be meant, the likeliest first. */
  filterFixes?: readonly string[];
  /** Which runs the filter left out because it can't know whether they match. */
  filterNote?: string;
  /** The runs of the range that golden tests, batches, forks and agents started: whether they count, and how many. */
  withMachines: boolean;
  machinesNote?: string;
  /** @param at milliseconds since the epoch */
  split?: { at: number; name: string };
  /** How many runs are in the range and match the filter. */
  runs: number;
  stats: StatView[];
  cards: CardView[];
  /** The share of the width at which a chart over time is split, from 0 to 1. */
  splitAt?: number;
  causes: CauseView[];
  causesDetail: string;
  compare?: CompareView;
}
