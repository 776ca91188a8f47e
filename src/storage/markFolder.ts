import { join } from "node:path";
import { inParallel } from "../base/inParallel.ts";
import { KeyedQueue } from "../base/keyedQueue.ts";
import { onUnexpectedError } from "../base/unexpectedError.ts";
import { slotOf } from "./entityFile.ts";
import { codeOf, diskFiles, type FileSystem } from "./fileSystem.ts";
import { readFailure, writeFailure } from "./storageError.ts";
import type { WindowState } from "./windowState.ts";

export interface MarkFolderOptions {
  /** Absolute. */
  folder: string;
  /** The purpose of the marks, in the plural, for messages. */
  what: string;
  /** How many of each group are kept, at least. */
  most: number;
  /** A mark that is never removed. */
  lasting: string;
  fs?: FileSystem;
}

/** A folder is tidied on reading when it has this many times the marks to keep. */
const tidyFrom = 1.2;
const filesAtOnce = 16;

/**
 * Marks that all windows share and that are set once: empty files, so that only names are read. Each owner has a
 * folder, with one folder for each group. If several windows set the same mark at the same time, one of them gets it.
 */
export class MarkFolder implements WindowState {
  readonly #options: MarkFolderOptions;
  readonly #fs: FileSystem;
  readonly #turns = new KeyedQueue();
  /** By the paths of groups in the folder. */
  readonly #groups = new Map<string, Set<string>>();

  constructor(options: MarkFolderOptions) {
    this.#options = options;
    this.#fs = options.fs ?? diskFiles;
  }

  async load(): Promise<void> {
    await this.refresh();
    await this.#tidy().catch(onUnexpectedError);
  }

  has(owner: string, group: string, mark: string): boolean {
    return this.#groups.get(pathOf(owner, group))?.has(slotOf(mark)) === true;
  }

  /**
   * Sets marks. They count in this window at once.
   * @returns the marks that this call has set. A mark that can't be written counts as set by this call, and the failure
   * is reported.
   */
  async claim(owner: string, group: string, marks: readonly string[]): Promise<string[]> {
    const path = pathOf(owner, group);
    const known = this.#groups.get(path) ?? new Set();
    this.#groups.set(path, known);
    for (const mark of marks) known.add(slotOf(mark));
    const claimed = new Set<string>();
    await this.#turns.take(path, () =>
      inParallel(marks, filesAtOnce, async (mark) => {
        if (await this.#create(path, slotOf(mark))) claimed.add(mark);
      }),
    );
    return marks.filter((mark) => claimed.has(mark));
  }

  /** Removes an owner's marks, except those of one group. @throws StorageError */
  async forget(owner: string, exceptGroup?: string): Promise<void> {
    const kept = exceptGroup === undefined ? undefined : pathOf(owner, exceptGroup);
    for (const path of [...this.#groups.keys()].filter((each) => each.startsWith(slotOf(owner)) && each !== kept)) {
      this.#groups.delete(path);
      await this.#turns.take(path, () => this.#remove(path));
    }
  }

  /** Reads the marks that other windows have set. */
  async refresh(): Promise<void> {
    try {
      for (const owner of await this.#list("")) {
        for (const group of await this.#list(owner)) {
          const path = join(owner, group);
          const marks = await this.#list(path);
          this.#groups.set(path, new Set([...(this.#groups.get(path) ?? []), ...marks]));
        }
      }
    } catch (error) {
      onUnexpectedError(readFailure(this.#options.what, this.#options.folder, error));
    }
  }

  settled(): Promise<void> {
    return this.#turns.settled();
  }

  dispose(): void {
    this.#groups.clear();
  }

  async #create(path: string, name: string): Promise<boolean> {
    const { folder, what } = this.#options;
    try {
      await this.#fs.mkdir(join(folder, path), { recursive: true, mode: 0o700 });
      await (await this.#fs.open(join(folder, path, name), "wx", 0o600)).close();
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      onUnexpectedError(writeFailure(what, folder, error));
    }
    return true;
  }

  async #remove(path: string): Promise<void> {
    const { folder, what } = this.#options;
    try {
      await this.#fs.rm(join(folder, path), { force: true, recursive: true });
    } catch (error) {
      throw writeFailure(what, folder, error);
    }
  }

  async #tidy(): Promise<void> {
    const { folder, most, lasting } = this.#options;
    for (const [path, marks] of this.#groups) {
      if (marks.size <= most * tidyFrom) continue;
      const aged: { mark: string; at: number }[] = [];
      await inParallel(
        [...marks].filter((mark) => mark !== slotOf(lasting)),
        filesAtOnce,
        async (mark) => {
          const at = await this.#fs.stat(join(folder, path, mark)).then(
            ({ mtimeMs }) => mtimeMs,
            () => 0,
          );
          aged.push({ mark, at });
        },
      );
      for (const { mark } of aged.sort((a, b) => b.at - a.at).slice(most)) {
        await this.#fs.rm(join(folder, path, mark), { force: true });
        marks.delete(mark);
      }
    }
  }

  async #list(path: string): Promise<string[]> {
    try {
      return (await this.#fs.readdir(join(this.#options.folder, path))).filter((name) => /^[0-9a-f]{40}$/.test(name));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
  }
}

function pathOf(owner: string, group: string): string {
  return join(slotOf(owner), slotOf(group));
}
