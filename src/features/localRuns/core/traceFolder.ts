import * as nodeFiles from "node:fs/promises";
import { join } from "node:path";
import { withFullStop } from "#base/text/oneLine.ts";
import { codeOf, messageOf } from "#base/thrown.ts";
import { slotOf } from "#storage/entityFile.ts";
import { StorageError, writeReason } from "#storage/storageError.ts";

/** The disk functions that traces need: `node:fs/promises` fits. */
export interface TraceFiles {
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>;
  readdir(path: string): Promise<string[]>;
  readFile(path: string, encoding: "utf8"): Promise<string>;
  stat(path: string): Promise<FileState>;
  rm(path: string, options: { force: true; recursive: true }): Promise<void>;
  open(path: string, flags: "a", mode: number): Promise<GrowingFile>;
}

/** What tells whether a file has changed. */
export interface FileState {
  /** In bytes. */
  readonly size: number;
  /** The time of the last change, also of the permissions. */
  readonly ctimeMs: number;
  readonly mtimeMs: number;
}

interface GrowingFile {
  stat(): Promise<{ readonly size: number }>;
  writeFile(text: string): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** The name of a run's file. */
export function fileOf(rootId: string): string {
  return `${slotOf(rootId)}.jsonl`;
}

/** The folder with a file for each run. Other windows may use it at the same time. What else lies in it is ignored. */
export class TraceFolder {
  readonly #path: string;
  readonly #files: TraceFiles;

  /** @param path absolute */
  constructor(path: string, files: TraceFiles = nodeFiles) {
    this.#path = path;
    this.#files = files;
  }

  /** @throws StorageError when the folder itself can't be read */
  async names(): Promise<string[]> {
    try {
      const names = await this.#files.readdir(this.#path);
      return names.filter((name) => /^[0-9a-f]{40}\.jsonl$/.test(name));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw new StorageError(`Your local runs can't be read: ${messageOf(error)}. Check the folder and try again.`);
    }
  }

  /** `undefined` for a file that is gone. @throws the system's errors */
  state(name: string): Promise<FileState | undefined> {
    return unlessGone(this.#files.stat(join(this.#path, name)));
  }

  /** `undefined` for a file that is gone. @throws the system's errors */
  read(name: string): Promise<string | undefined> {
    return unlessGone(this.#files.readFile(join(this.#path, name), "utf8"));
  }

  /**
   * Adds to a file, which only the person can read.
   *
   * @param size of the file as far as the caller knows it, in bytes
   * @returns `false` if another window has changed it, and then nothing was added
   * @throws StorageError, and then nothing was added
   */
  async append(name: string, text: string, size: number): Promise<boolean> {
    try {
      await this.#files.mkdir(this.#path, { recursive: true, mode: 0o700 });
      const file = await this.#files.open(join(this.#path, name), "a", 0o600);
      try {
        if ((await file.stat()).size !== size) return false;
        await writeWhole(file, text, size);
        return true;
      } finally {
        await file.close();
      }
    } catch (error) {
      throw new StorageError(`${writeReason(error)} Local runs are stored in ${this.#path}.`, { cause: error });
    }
  }

  /** @throws the system's errors */
  async remove(name: string): Promise<void> {
    await this.#files.rm(join(this.#path, name), { force: true, recursive: true });
  }

  /** Removes all that is in the folder, which may stay when it is empty. @throws StorageError that names what is left */
  async clear(): Promise<void> {
    try {
      await this.#files.rm(this.#path, { force: true, recursive: true });
    } catch (error) {
      await this.#clearOneByOne(error);
    }
  }

  /** Removes entries one by one, so that one that can't be removed doesn't keep the others. */
  async #clearOneByOne(cause: unknown): Promise<void> {
    const names = await this.#files.readdir(this.#path).catch(() => undefined);
    if (!names) throw leftError(cause, this.#path);
    let first: unknown;
    const left: string[] = [];
    for (const name of names) {
      await this.remove(name).catch((error: unknown) => {
        first ??= error;
        left.push(join(this.#path, name));
      });
    }
    if (left.length > 0) throw leftError(first, left.join(", "));
  }
}

/** @param left the paths that weren't removed */
function leftError(cause: unknown, left: string): StorageError {
  const why = withFullStop(messageOf(cause));
  return new StorageError(`Not all of your local runs were deleted: ${why} Delete ${left} by hand.`, { cause });
}

/** A disk that becomes full takes a part of a text, which goes again. */
async function writeWhole(file: GrowingFile, text: string, size: number): Promise<void> {
  try {
    await file.writeFile(text);
  } catch (error) {
    // If it stays, it is a broken line, which is left out when the file is read.
    await file.truncate(size).catch(() => undefined);
    throw error;
  }
}

async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
