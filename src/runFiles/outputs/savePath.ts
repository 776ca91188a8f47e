import { basename, dirname, isAbsolute, join, resolve, win32 } from "node:path";
import { isLink, isWithin, realPlace } from "../realPlace.ts";

type Found = { path: string } | { problem: string };

/**
 * Where a run file's `saveTo` leads by its text: a file in the same folder of the workspace. Nothing is looked up on
 * disk.
 *
 * @param runFilePath absolute
 * @param workspaceFolder the folder of the workspace that the run file is in; without one, its own folder
 */
export function savePath(saveTo: string, runFilePath: string, workspaceFolder: string | undefined): Found {
  const folder = dirname(runFilePath);
  if (isAbsolute(saveTo) || win32.isAbsolute(saveTo) || saveTo.includes("\0")) {
    return { problem: "saveTo must be a path relative to this file, such as answer.json." };
  }
  const path = resolve(folder, saveTo);
  const root = rootOf(runFilePath, workspaceFolder);
  if (path === root || !isWithin(path, root)) {
    return { problem: "saveTo must be inside the workspace folder of this file. Correct it or leave it out." };
  }
  if (/[\\/]$/.test(saveTo) || isWithin(folder, path) || path === resolve(runFilePath)) {
    return { problem: "saveTo must name a file other than this one. Correct it or leave it out." };
  }
  return { path };
}

/**
 * Where `saveTo` leads on disk: the same folder of the workspace, also when symbolic links are followed.
 *
 * @returns a path without any link in it, so that a link that comes later is noticed
 */
export async function realSavePath(
  saveTo: string,
  runFilePath: string,
  workspaceFolder: string | undefined,
): Promise<Found> {
  const found = savePath(saveTo, runFilePath, workspaceFolder);
  if ("problem" in found) return found;
  const name = basename(found.path);
  const folder = await realPlace(dirname(found.path));
  const root = await realPlace(rootOf(runFilePath, workspaceFolder));
  if (folder === undefined || root === undefined || !isWithin(folder, root)) {
    const wayOut = "Name a file inside the folder, or remove the link.";
    return { problem: `saveTo (${saveTo}) leads out of the workspace folder through a symbolic link. ${wayOut}` };
  }
  const path = join(folder, name);
  if (!(await isLink(path))) return { path };
  const wayOut = "Name another file, or remove the link.";
  return { problem: `saveTo (${saveTo}) names a symbolic link, which outputs aren't written through. ${wayOut}` };
}

/** The folder that a run file's own files are in: that of the workspace, else the one that it is in. */
function rootOf(runFilePath: string, workspaceFolder: string | undefined): string {
  const folder = dirname(runFilePath);
  return workspaceFolder !== undefined && isWithin(folder, workspaceFolder) ? workspaceFolder : folder;
}
