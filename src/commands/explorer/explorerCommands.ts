import type { BatchStore } from "../../runs/batches/batchStore.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { LayoutStore } from "../../views/explorer/layoutStore.ts";
import type { RunsTree } from "../../views/explorer/runsTree.ts";
import type { ActiveConnection } from "../connections/connectionCommands.ts";
import type { RunPlaces } from "../runs/runTarget.ts";

/** What the commands of the explorer work with: filters, saved views and the arrangement of its rows. */
export interface ExplorerCommands extends ActiveConnection, RunPlaces {
  sessions: RunsSessions;
  layouts: LayoutStore;
  tree: RunsTree;
  /** Batches have rows beside the saved views, and are renamed and deleted like them. */
  batches: BatchStore;
}
