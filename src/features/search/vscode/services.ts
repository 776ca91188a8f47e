import type { LocalIndex } from "#features/search/core/localIndex.ts";
import type { SearchHistory } from "#features/search/core/searchHistory.ts";
import type { SearchResults } from "./searchResults.ts";

/** What it offers to its commands and to the features below it. */
export interface SearchServices {
  localIndex: LocalIndex;
  history: SearchHistory;
  /** The last search, also where the runs of a cause or behind a figure are shown. */
  results: SearchResults;
  /** Shows the view of the results. */
  showResults: () => Promise<void>;
}
