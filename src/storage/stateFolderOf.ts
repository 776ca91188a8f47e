/** Where all windows keep what they share. @param storage the absolute path of the extension's global storage folder */
export function stateFolderOf(storage: string): string {
  // Not by `node:path`: the entry bundle uses this and loads as little as it can.
  return `${storage}/state`;
}

/** A file of this name in the folder of a kind of entities says that it holds all that VS Code's global state held. */
export const importedMark = "imported";
