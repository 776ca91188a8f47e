import type { EntityStore } from "../../../storage/entityStore.ts";
import type { StateFolder } from "../../../storage/stateFolder.ts";
import { type KeptSearches, readKeptSearches } from "./searchHistory.ts";

export interface SearchStores {
  searches: EntityStore<KeptSearches>;
}

export function searchStores(folder: StateFolder): SearchStores {
  return { searches: folder.entities("searches", { what: "searches", read: readKeptSearches }) };
}
