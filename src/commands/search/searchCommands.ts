import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { LocalIndex } from "../../runs/search/localIndex.ts";
import type { SearchHistory } from "../../runs/search/searchHistory.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { LayoutStore } from "../../views/explorer/layoutStore.ts";
import type { SearchResults } from "../../views/search/searchResults.ts";

/** What the commands of the search work with. */
export interface SearchCommands {
  activeRuns: ActiveRuns;
  connections: ConnectionStore;
  layouts: LayoutStore;
  localIndex: LocalIndex;
  history: SearchHistory;
  results: SearchResults;
  /** Shows the view of the results. */
  showResults: () => Promise<void>;
  log: Log;
}
