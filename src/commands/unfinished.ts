import { join } from "node:path";
import { createJournalKey, openBatchesFolder, pendingOutputsKey } from "../host/ids.ts";
import { OpenMarks } from "../runs/batch/openMarks.ts";

export interface UnfinishedPlaces {
  /** The workspace's state. */
  window: { get(key: string): unknown };
  /** The folder that all windows share. */
  storage: string;
  /** What this window has open. */
  workspace: string;
}

/**
 * Whether an earlier window of this workspace has left something to finish: outputs that are to be saved, requests without a
 * response, batches. Reads marks alone, since every window asks this when it starts.
 */
export async function hasUnfinished({ window, storage, workspace }: UnfinishedPlaces): Promise<boolean> {
  const isLeft = [pendingOutputsKey, createJournalKey].some((key) => {
    const stored = window.get(key);
    return Array.isArray(stored) && stored.length > 0;
  });
  return isLeft || new OpenMarks(join(storage, openBatchesFolder)).has(workspace);
}
