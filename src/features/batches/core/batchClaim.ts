import { join } from "node:path";
import type { Disposable } from "#base/disposable.ts";
import { engineCodeOf, loadSqlite } from "#storage/loadSqlite.ts";

const busyCode = 5;

/**
 * The right to work on a batch, which one process has: a lock on a file in its folder. Node has no locks of files, but
 * SQLite has, and the system takes them back when the process ends. A file with a process id can't say whether the
 * process lives on another machine, and one with a time takes the claim from a window that wakes from sleep.
 *
 * @returns `undefined` while another process, or this one, has the claim @throws the engine's errors
 */
export function claimBatch(folder: string): Disposable | undefined {
  const lock = new (loadSqlite().DatabaseSync)(join(folder, "owner"));
  try {
    // With EXCLUSIVE, two that begin at the same time can keep each other from it.
    lock.exec("BEGIN IMMEDIATE");
    return { dispose: () => lock[Symbol.dispose]() };
  } catch (error) {
    lock.close();
    if (engineCodeOf(error) === busyCode) return undefined;
    throw error;
  }
}
