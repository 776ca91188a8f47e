import { join } from "node:path";
import type { Disposable } from "../../base/disposable.ts";
import type { IndexLimits } from "./indexTypes.ts";
import { RunIndex } from "./runIndex.ts";
import { IndexThread } from "./worker/indexThread.ts";

export interface IndexesOptions {
  /** Absolute: the folder that has a folder for each connection's index. */
  folder: string;
  /** The file of the thread's script: `dist/searchWorker.cjs`. */
  script: string | URL;
  limits: () => IndexLimits;
}

/** The local indexes of all connections. Nothing is opened or made before the first use. */
export class RunIndexes implements Disposable {
  readonly #options: IndexesOptions;
  readonly #thread: IndexThread;
  readonly #indexes = new Map<string, RunIndex>();

  constructor(options: IndexesOptions) {
    this.#options = options;
    this.#thread = new IndexThread(options.script);
  }

  /** Why nothing can be searched, as a sentence; `undefined` as long as nothing is known to be wrong. */
  get failure(): string | undefined {
    return this.#thread.failure?.message;
  }

  /**
   * The index of a connection.
   *
   * @param id the connection's id @param secrets its key, which is never written
   */
  of(id: string, secrets: () => Promise<readonly string[]>): RunIndex {
    let index = this.#indexes.get(id);
    if (!index) {
      const { limits } = this.#options;
      index = new RunIndex(this.#thread, { file: this.#fileOf(id), secrets, limits });
      this.#indexes.set(id, index);
    }
    return index;
  }

  /** Removes everything of some connections, so that no byte of their runs is left. */
  async clear(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.of(id, none).clear();
  }

  /** Removes the index of a connection that was removed. */
  async remove(id: string): Promise<void> {
    const index = this.of(id, none);
    this.#indexes.delete(id);
    await index.remove();
    index.dispose();
  }

  dispose(): void {
    for (const index of this.#indexes.values()) index.dispose();
    this.#thread.dispose();
  }

  #fileOf(id: string): string {
    // Ids of connections are made by this extension, but a file from elsewhere could name another folder.
    return join(this.#options.folder, id.replace(/[^\w-]/g, "_"), "runs.db");
  }
}

const none = (): Promise<readonly string[]> => Promise.resolve([]);
