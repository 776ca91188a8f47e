import type { UnfinishedSources } from "#workbench/core/unfinished.ts";

/** The name of the folder with the marks of `BatchStore`, in the one that all windows share. */
export const openBatchesFolder = "openBatches";

/** Whether a batch of this workspace is open: whether a mark is of it. The entry bundle loads nothing early. */
export async function hasOpenBatch({ storage, workspace }: UnfinishedSources): Promise<boolean> {
  const { readdir, readFile } = await import("node:fs/promises");
  const folder = `${storage}/${openBatchesFolder}`;
  const ids = await readdir(folder).catch(() => []);
  const workspaces = await Promise.all(ids.map((id) => readFile(`${folder}/${id}`, "utf8").catch(() => undefined)));
  return workspaces.includes(workspace);
}
