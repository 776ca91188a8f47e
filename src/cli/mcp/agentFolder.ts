import { stat } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import path, { resolve } from "node:path";
import { realPlace } from "../../runFiles/realPlace.ts";
import { UsageError } from "../usageError.ts";

/**
 * The folder whose files agents may use: the one that the person named, otherwise the current one. Clients often start
 * their servers in `/` or in the home folder, where it would be no boundary at all.
 *
 * @param named as it was typed
 * @param current absolute
 * @param homes where the person's own folder may be, absolute
 * @throws UsageError
 */
export async function agentFolder(
  named: string | undefined,
  current: string,
  homes: readonly string[],
): Promise<string> {
  const folder = resolve(current, named ?? ".");
  if (named !== undefined) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return folder;
    throw new UsageError("--folder isn't a folder. Name one that exists, relative to the current folder.");
  }
  const known = homes.filter((home) => home !== "").map((home) => resolve(current, home));
  const [real = folder, ...realHomes] = await Promise.all([folder, ...known].map(realOf));
  if (!isUnbounded(real, realHomes)) return folder;
  throw new UsageError(
    `Agents could send every file in ${folder}, because it is the root folder, the home folder, or above it. ` +
      "Start the command in the folder of your project, or name that folder with --folder PATH.",
  );
}

/** Where the home folder of the person may be. A user that the system doesn't know, as in a container, has only a variable. */
export function homeFolders({ HOME = "", USERPROFILE = "" }: Readonly<Record<string, string | undefined>>): string[] {
  try {
    return [HOME, USERPROFILE, homedir(), userInfo().homedir];
  } catch {
    return [HOME, USERPROFILE];
  }
}

async function realOf(folder: string): Promise<string> {
  return (await realPlace(folder).catch(() => undefined)) ?? folder;
}

/** Whether a folder is the root of a file system or drive, a home folder, or above one. By the text alone. */
export function isUnbounded(folder: string, homes: readonly string[], platform: path.PlatformPath = path): boolean {
  if (platform.dirname(folder) === folder) return true;
  return homes.some((home) => {
    const way = platform.relative(folder, home);
    return !/^\.\.(?:[\\/]|$)/.test(way) && !platform.isAbsolute(way);
  });
}
