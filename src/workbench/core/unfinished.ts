import { createJournalKey, hadWaitingKey, localTracingKey, openBatchesFolder, pendingOutputsKey } from "#host/ids.ts";

export interface UnfinishedSources {
  /** The workspace's state. */
  window: { get(key: string): unknown };
  /** The folder that all windows share. */
  storage: string;
  /** An id of the open folder or workspace. */
  workspace: string;
}

/**
 * Whether an earlier window of this workspace has left work: outputs to save, requests without a response, batches, runs
 * that wait and have to be counted, or that it traced local runs. It only reads marks, since every window calls this when it starts.
 */
export async function hasUnfinished({ window, storage, workspace }: UnfinishedSources): Promise<boolean> {
  const isLeft = [pendingOutputsKey, createJournalKey].some((key) => {
    const stored = window.get(key);
    return Array.isArray(stored) && stored.length > 0;
  });
  const isTraced = (window.get(localTracingKey) as { isOn?: unknown } | undefined)?.isOn === true;
  return (
    isLeft ||
    isTraced ||
    window.get(hadWaitingKey) === true ||
    hasOpenBatch(`${storage}/${openBatchesFolder}`, workspace)
  );
}

/** Whether a mark of `BatchStore` is of this workspace. The shell bundle loads nothing early. */
async function hasOpenBatch(folder: string, workspace: string): Promise<boolean> {
  const { readdir, readFile } = await import("node:fs/promises");
  const ids = await readdir(folder).catch(() => []);
  const workspaces = await Promise.all(ids.map((id) => readFile(`${folder}/${id}`, "utf8").catch(() => undefined)));
  return workspaces.includes(workspace);
}
