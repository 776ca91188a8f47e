import { dirname } from "node:path";
import { isWithin } from "#runFiles/paths.ts";

/** The most folders outside the workspace that are watched for one file. Beyond them, a file is checked when it is shown. */
const maxOutsideFolders = 20;

/** What is watched to notice that files come and go. */
export interface WatchedFolders {
  /** Open folders, with all that is in them: VS Code watches them anyway. */
  open: string[];
  /** Other folders, without their subfolders. */
  others: string[];
}

/**
 * Finds out which folders to watch for files. Their number doesn't grow with that of the files.
 *
 * @param paths absolute
 * @param openFolders of the workspace, absolute
 */
export function watchedFolders(paths: readonly string[], openFolders: readonly string[]): WatchedFolders {
  const open = new Set<string>();
  const others = new Set<string>();
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const own = openFolders.find((each) => isWithin(folder, each));
    if (own !== undefined) open.add(own);
    else if (others.size < maxOutsideFolders) others.add(folder);
  }
  return { open: [...open], others: [...others] };
}
