import { stateFolderOf } from "../storage/stateFolderOf.ts";

/**
 * Whether there may be connections, without loading the code that reads them. It is `true` for a short time after the
 * last one was removed.
 * @param storage the absolute path of the extension's global storage folder
 */
export async function mayHaveConnections(storage: string): Promise<boolean> {
  const { readdir } = await import("node:fs/promises");
  const names = await readdir(`${stateFolderOf(storage)}/connections`).catch(() => [] as string[]);
  return names.some((name) => name.endsWith(".json"));
}
