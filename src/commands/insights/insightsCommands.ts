import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { KnownCauses } from "../../runs/failures/knownCauses.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ComparePanels } from "../../views/compare/comparePanels.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { InsightsPanels } from "../../views/insights/insightsPanels.ts";

/** What the commands of Insights and of causes work with. */
export interface InsightsCommands {
  activeRuns: ActiveRuns;
  connections: ConnectionStore;
  sessions: RunsSessions;
  knownCauses: KnownCauses;
  insights: InsightsPanels;
  comparisons: ComparePanels;
}
