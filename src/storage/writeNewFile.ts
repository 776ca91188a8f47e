import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { join } from "node:path";
import { codeOf, type FileSystem } from "./fileSystem.ts";

/** How the name of a file begins that isn't whole yet. */
const temporaryPrefix = ".new-";
/** Left by a process that ended while it wrote: nobody writes for so long, in milliseconds. */
const temporaryAge = 60 * 60 * 1000;
/** Errors with which file systems without hard links refuse one. */
const noLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EISDIR"]);

/**
 * Writes a file that isn't there yet: whole and on the disk when this resolves, or not there at all.
 *
 * @returns `false` when somebody else's file has this name; of several that write at once, one gets it
 * @throws the system's errors
 */
export async function writeNewFile(fs: FileSystem, folder: string, name: string, text: string): Promise<boolean> {
  const temporary = join(folder, `${temporaryPrefix}${process.pid}-${randomUUID()}`);
  try {
    await writeSynced(fs, temporary, text);
    if (!(await publish(fs, temporary, join(folder, name)))) return false;
  } finally {
    await fs.rm(temporary, { force: true });
  }
  await syncFolder(fs, folder);
  return true;
}

/** Removes what processes that ended in the middle of a write have left. None of it was ever confirmed. */
export async function removeLeftovers(fs: FileSystem, folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(folder, name);
    const age = await fs.stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > temporaryAge) await fs.rm(path, { force: true });
  }
}

async function writeSynced(fs: FileSystem, path: string, text: string): Promise<void> {
  const file = await fs.open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link never replaces a file, as a rename does. */
async function publish(fs: FileSystem, temporary: string, path: string): Promise<boolean> {
  try {
    await fs.link(temporary, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!noLinks.has(codeOf(error) ?? "")) throw error;
    return copyNew(fs, temporary, path);
  }
  return true;
}

async function copyNew(fs: FileSystem, temporary: string, path: string): Promise<boolean> {
  try {
    await fs.copyFile(temporary, path, constants.COPYFILE_EXCL);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  const file = await fs.open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
}

/** A new name is on the disk when its folder is. Windows writes folders by itself and lets nobody open them. */
async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const opened = await fs.open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
