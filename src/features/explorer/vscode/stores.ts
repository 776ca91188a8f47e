import type { EntityStore } from "../../../storage/entityStore.ts";
import type { StateFolder } from "../../../storage/stateFolder.ts";
import { readStoredView, type StoredView } from "./layoutStore.ts";

export interface ExplorerStores {
  views: EntityStore<StoredView>;
}

export function explorerStores(folder: StateFolder): ExplorerStores {
  return { views: folder.entities("views", { what: "saved views", read: readStoredView }) };
}
