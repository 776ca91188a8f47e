import { dirname, isAbsolute, relative, resolve, win32 } from "node:path";

/**
 * Where a request file's `saveTo` leads: a file in the same folder of the workspace.
 *
 * @param requestPath absolute
 * @param workspaceFolder the folder of the workspace that the request file is in; without one, its own folder
 */
export function savePath(
  saveTo: string,
  requestPath: string,
  workspaceFolder: string | undefined,
): { path: string } | { problem: string } {
  const folder = dirname(requestPath);
  if (isAbsolute(saveTo) || win32.isAbsolute(saveTo) || saveTo.includes("\0")) {
    return { problem: "saveTo must be a path that is relative to this file, such as answer.json." };
  }
  const path = resolve(folder, saveTo);
  const root = workspaceFolder !== undefined && isWithin(folder, workspaceFolder) ? workspaceFolder : folder;
  if (path === root || !isWithin(path, root)) {
    return { problem: "saveTo must lead to a file in the workspace folder of this file. Correct it or leave it out." };
  }
  if (/[\\/]$/.test(saveTo) || isWithin(folder, path) || path === resolve(requestPath)) {
    return { problem: "saveTo must name the file to write, another one than this. Correct it or leave it out." };
  }
  return { path };
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !/^\.\.[\\/]/.test(way) && !isAbsolute(way);
}
