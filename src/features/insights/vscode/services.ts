import type { InsightsMemory, InsightsPageMessage } from "#features/insights/page/messages.ts";
import type { OpenPanels } from "#host/pages/openPanels.ts";
import type { InsightsFacts } from "./insightsFacts.ts";
import type { InsightsPanel } from "./insightsPanel.ts";

/** What it offers to its commands and to the features below it. */
export interface InsightsServices {
  /** One panel for each connection. */
  insights: OpenPanels<InsightsMemory, InsightsPageMessage, InsightsPanel>;
  /** What Insights and causes know of each run. */
  facts: InsightsFacts;
}
