import { createJournalKey, hadWaitingKey, pendingOutputsKey } from "#host/ids.ts";

export interface UnfinishedSources {
  /** The workspace's state. */
  window: { get(key: string): unknown };
  /** The folder that all windows share. */
  storage: string;
  /** An id of the open folder or workspace. */
  workspace: string;
}

/** Whether an earlier window of this workspace has left something to go on with. */
export type LeftWork = (sources: UnfinishedSources) => boolean | Promise<boolean>;

/**
 * Whether an earlier window of this workspace has left work: outputs to save, requests without a response, runs that wait
 * and have to be counted, or what features know of. It only reads marks, since every window calls this when it starts.
 */
export async function hasUnfinished(sources: UnfinishedSources, ofFeatures: readonly LeftWork[]): Promise<boolean> {
  const { window } = sources;
  const isLeft = [pendingOutputsKey, createJournalKey].some((key) => {
    const stored = window.get(key);
    return Array.isArray(stored) && stored.length > 0;
  });
  return isLeft || window.get(hadWaitingKey) === true || saysOne(ofFeatures, sources);
}

/** Whether one of the features says so. */
export async function saysOne(ofFeatures: readonly LeftWork[], sources: UnfinishedSources): Promise<boolean> {
  for (const says of ofFeatures) if (await says(sources)) return true;
  return false;
}
