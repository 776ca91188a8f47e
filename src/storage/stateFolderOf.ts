/** The folder that windows share. @param storage the absolute path of the extension's global storage folder */
export function stateFolderOf(storage: string): string {
  // Without `node:path`, because the shell bundle uses this and loads as little as possible.
  return `${storage}/state`;
}
