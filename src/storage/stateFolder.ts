import { watch } from "node:fs";
import { join } from "node:path";
import { type Disposable, DisposableStore, toDisposable } from "../base/disposable.ts";
import { SpacedTask } from "../base/spacedTask.ts";
import { onUnexpectedError } from "../base/unexpectedError.ts";
import { EntityStore, type EntityStoreOptions } from "./entityStore.ts";
import type { FileSystem } from "./fileSystem.ts";
import { MarkFolder, type MarkFolderOptions } from "./markFolder.ts";
import type { WindowState } from "./windowState.ts";

/** Between two reads of a folder that changes often, in milliseconds. */
const spacing = 100;

/** The folder for everything that windows share, with a folder for each kind of entity. */
export class StateFolder implements Disposable {
  readonly #path: string;
  readonly #fs: FileSystem | undefined;
  readonly #owned = new DisposableStore();
  readonly #states = new Set<WindowState>();
  readonly #watched = new Map<string, WindowState>();
  /** One for each kind of entity. */
  readonly entityStores: EntityStore<unknown>[] = [];

  /** @param path absolute */
  constructor(path: string, fs?: FileSystem) {
    this.#path = path;
    this.#fs = fs;
  }

  /** @param name the folder's name */
  entities<T>(
    name: string,
    options: Pick<EntityStoreOptions<T>, "what" | "read" | "most" | "mostCharacters">,
  ): EntityStore<T> {
    const place = {
      folder: join(this.#path, name),
      onUnexpectedError: onUnexpectedError,
      fs: this.#fs,
    };
    const store = this.add(name, new EntityStore<T>({ ...options, ...place }));
    this.entityStores.push(store);
    return store;
  }

  /** Marks that no window needs to be informed of. @param name the folder's name */
  marks(name: string, options: Omit<MarkFolderOptions, "folder" | "fs">): MarkFolder {
    const place = { folder: join(this.#path, name), ...(this.#fs ? { fs: this.#fs } : {}) };
    return this.add(name, new MarkFolder({ ...options, ...place }), false);
  }

  /** @param isWatched whether to ask the system for changes in its folder */
  add<S extends WindowState>(name: string, state: S, isWatched = true): S {
    this.#states.add(state);
    if (isWatched) this.#watched.set(name, state);
    return this.#owned.add(state);
  }

  /** Reads everything. What can't be read is reported. */
  async load(): Promise<void> {
    await Promise.all([...this.#states].map((each) => each.load()));
  }

  /** Reads the changes of other windows. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#states].map((each) => each.refresh()));
  }

  /** Waits until all writes are on the disk. */
  async settled(): Promise<void> {
    await Promise.all([...this.#states].map((each) => each.settled()));
  }

  /** Watches for other windows' changes, if the system reports them. It reports none for a network folder. */
  watch(): void {
    for (const [name, state] of this.#watched) {
      const look = this.#owned.add(new SpacedTask(() => void state.refresh(), spacing));
      try {
        const watcher = watch(join(this.#path, name), { persistent: false, recursive: false }, () => look.ask());
        watcher.on("error", onUnexpectedError);
        this.#owned.add(toDisposable(() => watcher.close()));
      } catch (error) {
        onUnexpectedError(error);
      }
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
