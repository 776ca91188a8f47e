import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { join } from "node:path";
import { codeOf } from "#base/thrown.ts";
import { type FileSystem } from "./fileSystem.ts";

/** The prefix of a file that is still being written. */
const temporaryPrefix = ".new-";
/** In milliseconds. No write takes so long, so an older file was left by a process that ended. */
const temporaryAge = 60 * 60 * 1000;
/** The errors of file systems without hard links. */
const noLinkCodes = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EISDIR"]);

/**
 * Writes a new file completely, or not at all. @param onUnsynced called when a network folder can't sync its name
 * @returns `false` when the name exists; of several processes one succeeds @throws the system's errors
 */
export async function writeNewFile(
  fs: FileSystem,
  folder: string,
  name: string,
  text: string,
  onUnsynced: (error: unknown) => void,
): Promise<boolean> {
  const temporary = join(folder, `${temporaryPrefix}${process.pid}-${randomUUID()}`);
  try {
    await writeSynced(fs, temporary, text);
    if (!(await publish(fs, temporary, join(folder, name)))) return false;
  } finally {
    await fs.rm(temporary, { force: true });
  }
  await syncFolder(fs, folder).catch(onUnsynced);
  return true;
}

/** Removes the temporary files of processes that ended during a write. None of those writes was confirmed. */
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

/** A link never replaces a file; a rename would. */
async function publish(fs: FileSystem, temporary: string, path: string): Promise<boolean> {
  try {
    await fs.link(temporary, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!noLinkCodes.has(codeOf(error) ?? "")) throw error;
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

/** A new name is on the disk after its folder is synced. On Windows the system does it itself. */
async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const opened = await fs.open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
