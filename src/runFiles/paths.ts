import { lstat, realpath } from "node:fs/promises";
import system, { basename, dirname, join, type PlatformPath } from "node:path";
import { codeOf } from "#base/thrown.ts";

/**
 * A path with every symbolic link followed. A part that doesn't exist yet keeps its name.
 *
 * @param path absolute
 * @returns `undefined` when a link on the way has no target
 * @throws the file system's error when a folder on the way can't be read
 */
export async function resolveLinks(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === "ELOOP") return undefined;
    if (!isAbsent(error)) throw error;
  }
  if (await exists(path)) return undefined;
  const parent = dirname(path);
  if (parent === path) return path;
  const real = await resolveLinks(parent);
  return real === undefined ? undefined : join(real, basename(path));
}

function isAbsent(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "");
}

/** Whether something exists there, also a link without a target. */
async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (isAbsent(error)) return false;
      throw error;
    },
  );
}

export async function isLink(path: string): Promise<boolean> {
  return (await exists(path)) && (await lstat(path)).isSymbolicLink();
}

/**
 * Whether a path begins with the name of a machine: `\\host\share`. On Windows, even a look at one signs in to that
 * machine, so a file that a person has only opened must not cause it.
 */
export function namesMachine(path: string): boolean {
  return /^[\\/]{2}/.test(path);
}

/** Whether a path is a folder or inside it, by its text alone. @param rules of the system */
export function isWithin(path: string, folder: string, rules: PlatformPath = system): boolean {
  const way = rules.relative(folder, path);
  return way !== ".." && !/^\.\.[\\/]/.test(way) && !rules.isAbsolute(way);
}
