import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { KnownCauses } from "../../runs/failures/knownCauses.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ComparePanels } from "../../views/compare/comparePanels.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { InsightsFacts } from "../../views/insights/insightsFacts.ts";
import type { InsightsPanels } from "../../views/insights/insightsPanels.ts";
import type { SearchResults } from "../../views/search/searchResults.ts";

/** What the commands of Insights and of causes work with. */
export interface InsightsCommands {
  activeRuns: ActiveRuns;
  connections: ConnectionStore;
  sessions: RunsSessions;
  knownCauses: KnownCauses;
  insights: InsightsPanels;
  facts: InsightsFacts;
  comparisons: ComparePanels;
  /** Where the runs of a cause or behind a figure are shown. */
  results: SearchResults;
  showResults: () => Promise<void>;
}
