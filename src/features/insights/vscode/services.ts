import type { InsightsFacts } from "./insightsFacts.ts";
import type { InsightsPanels } from "./insightsPanels.ts";

/** What it offers to its commands and to the features below it. */
export interface InsightsServices {
  insights: InsightsPanels;
  /** What Insights and causes know of each run. */
  facts: InsightsFacts;
}
