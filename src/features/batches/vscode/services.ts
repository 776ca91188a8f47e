import type { BatchStore } from "#features/batches/core/batchStore.ts";
import type { App } from "#workbench/app.ts";
import type { BatchPanels } from "./batchPanels.ts";

/** What it offers to its commands and to the features below it. */
export interface BatchServices {
  batches: BatchStore;
  /** The results of batches. */
  batchPanels: BatchPanels;
}

/** What its commands get. */
export type BatchApp = App & BatchServices;
