import type { TimeRange } from "../../../model/timeRanges.ts";
import type { CardId, FilterCompletions, InsightsView } from "./insightsViews.ts";

/** What the panel and the extension say to each other. Everything here is plain JSON. */

/** Extension → panel. */
export type InsightsHostMessage =
  | { type: "view"; view: InsightsView; connectionId: string }
  /** @param id of the question */
  | { type: "completions"; id: number; completions: FilterCompletions }
  /** Nothing can be shown. */
  | { type: "problem"; message: string };

export const causeActions = [
  ...(["showRuns", "compare", "runAgain", "markKnown", "forgetKnown"] as const),
  ...(["copyAsMarkdown", "copyForAi", "askChat"] as const),
] as const;
export type CauseAction = (typeof causeActions)[number];

/** The tables that can be saved besides those of the charts. */
export const otherTables = ["causes", "compare"] as const;
export type TableId = CardId | (typeof otherTables)[number];

export type InsightsPanelMessage =
  /** @param zone the reader's time zone */
  | { type: "ready"; zone: string; choice?: InsightsChoice }
  | { type: "choose"; choice: InsightsChoice }
  /** Asks for the completions of the filter. @param caret the number of characters before it */
  | { type: "complete"; id: number; text: string; caret: number }
  /** The runs behind a row of a table, or behind one of its cells. @param column its id */
  | { type: "showRuns"; card: CardId; row: number; column?: string }
  /** A conversation of the user in a row of the users. */
  | { type: "openConversation"; row: number }
  | { type: "cause"; action: CauseAction; id: string }
  | { type: "showCauses"; ids: string[] }
  | { type: "openRun"; runId: string }
  | { type: "saveTable"; table: TableId }
  /** A picture of a chart: a PNG in base64. */
  | { type: "savePicture"; card: CardId; png: string }
  | { type: "load" }
  | { type: "cancel" }
  | { type: "retry" };

/** The choices of the reader, kept over a reload. */
export interface InsightsChoice {
  range: TimeRange;
  filter: string;
  /** Milliseconds since the epoch; absent without a split. */
  split?: number;
  /** Whether the runs of golden tests, batches, forks and agents count, too. */
  withMachines?: boolean;
}
