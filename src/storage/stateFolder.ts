import { watch } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { Owner, toDisposable } from "#base/disposable.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { readAs } from "#base/stored.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { EntityStore, type EntityStoreOptions } from "./entityStore.ts";
import type { FileSystem } from "./fileSystem.ts";

/** The milliseconds between two reads of a folder that changes often. */
const lookInterval = 100;

interface EntityOptions<T> extends Pick<EntityStoreOptions<T>, "what" | "maxEntities" | "maxCharacters"> {
  /** The schema of what is stored. Anything else is no entity. */
  schema: z.ZodType<T>;
}

/** The folder for everything that windows share, with a folder for each kind of entity. */
export class StateFolder extends Owner {
  readonly #path: string;
  readonly #fs: FileSystem | undefined;
  readonly #stores = new Map<string, EntityStore<unknown>>();

  /** @param path absolute */
  constructor(path: string, fs?: FileSystem) {
    super();
    this.#path = path;
    this.#fs = fs;
  }

  /** @param name the folder's name */
  entities<T>(name: string, { schema, ...options }: EntityOptions<T>): EntityStore<T> {
    const location = { folder: join(this.#path, name), fs: this.#fs };
    const store = this.owned.add(
      new EntityStore<T>({ ...options, ...location, read: (stored) => readAs(schema, stored) }),
    );
    this.#stores.set(name, store);
    return store;
  }

  /** One for each kind of entity. */
  get entityStores(): EntityStore<unknown>[] {
    return [...this.#stores.values()];
  }

  /** Reads everything. What can't be read is reported. */
  async load(): Promise<void> {
    await Promise.all(this.entityStores.map((each) => each.load()));
  }

  /** Reads the changes of other windows. */
  async refresh(): Promise<void> {
    await Promise.all(this.entityStores.map((each) => each.refresh()));
  }

  /** Waits until all writes are on the disk. */
  async settled(): Promise<void> {
    await Promise.all(this.entityStores.map((each) => each.settled()));
  }

  /** Watches for other windows' changes, if the system reports them. It reports none for a network folder. */
  watch(): void {
    for (const [name, store] of this.#stores) {
      const look = this.owned.add(new SpacedTask(() => void store.refresh(), lookInterval));
      try {
        const watcher = watch(join(this.#path, name), { persistent: false, recursive: false }, () => look.ask());
        watcher.on("error", onUnexpectedError);
        this.owned.add(toDisposable(() => watcher.close()));
      } catch (error) {
        onUnexpectedError(error);
      }
    }
  }
}
