/**
 * State that all windows share. VS Code's global state is one value, which the last window to write replaces. So each
 * entity is a file in `state/<kind>` under the global storage folder.
 */

import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { inParallel } from "#base/inParallel.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { KeyedQueue } from "#base/keyedQueue.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { slotOf } from "./entityFile.ts";
import { EntityFolder, type EntityFolderOptions } from "./entityFolder.ts";
import { EntityVersions, filesAtOnce, type HeldEntity } from "./entityVersions.ts";
import { folderFailure, writeFailure } from "./storageError.ts";

export interface EntityStoreOptions<T> extends EntityFolderOptions<T> {
  /** How many entities to keep: those that were written last. */
  maxEntities?: number;
  /** How many characters to keep in total. The entity that was written last is always kept. */
  maxCharacters?: number;
}

/** A write of this window that isn't on the disk yet. */
interface PendingWrite<T> {
  readonly id: string;
  readonly value: T | undefined;
  hasFailed?: true;
}

/** How long a deleted entity is remembered on the disk, in milliseconds. */
const deletedAge = 7 * 24 * 60 * 60 * 1000;
/**
 * A write makes the next version of its entity, and only one window can make it; another one applies its change to
 * that. So no change is overwritten unseen, and an interrupted write leaves the version before it.
 */
export class EntityStore<T> implements Disposable {
  readonly #options: EntityStoreOptions<T>;
  readonly #folder: EntityFolder<T>;
  /** The versions as they are on the disk. */
  readonly #versions: EntityVersions<T>;
  readonly #pending = new Map<string, PendingWrite<T>>();
  readonly #turns = new KeyedQueue();
  readonly #changed = new Emitter<readonly string[]>();
  #refreshing: Promise<void> | undefined;
  #nextRefresh: Promise<void> | undefined;
  /** Fires with the ids of entities that other windows have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: EntityStoreOptions<T>) {
    this.#options = options;
    this.#folder = new EntityFolder(options);
    this.#versions = new EntityVersions(this.#folder);
  }

  /** Reads the folder. If it can't be read, that is reported, and the store is empty. */
  async load(): Promise<void> {
    await this.#folder.prepare();
    await this.refresh();
    const isOver = ({ value, at }: HeldEntity<T>): boolean => value === undefined && Date.now() - at > deletedAge;
    const over = this.#versions.entries().flatMap(([, held]) => (isOver(held) ? [held.id] : []));
    await this.forget(over).catch(onUnexpectedError);
  }

  /** The entity as this window knows it, also while it is not on the disk yet. */
  get(id: string): T | undefined {
    const slot = slotOf(id);
    return (this.#pending.get(slot) ?? this.#versions.get(slot))?.value;
  }

  /** All entities by their ids, in the order in which they were first written. */
  entries(): [string, T][] {
    const held = this.#versions.entries().flatMap(([slot, each]) => (this.#pending.has(slot) ? [] : [each]));
    const all = [...held.sort((a, b) => a.at - b.at), ...this.#pending.values()];
    return all.flatMap(({ id, value }): [string, T][] => (value === undefined ? [] : [[id, value]]));
  }

  /** Whether it existed and was deleted, as long as the disk remembers that. */
  wasDeleted(id: string): boolean {
    const held = this.#versions.get(slotOf(id));
    return held !== undefined && held.value === undefined;
  }

  /** Sets an entity, whatever it was. It counts at once. @returns when it is on the disk. @throws StorageError */
  put(id: string, value: T): Promise<void> {
    return this.#set({ id, value });
  }

  /** Deletes an entity, like {@link put}. A window that is changing it finds that it is gone. @throws StorageError */
  delete(id: string): Promise<void> {
    return this.#set({ id, value: undefined });
  }

  /**
   * Changes the newest version on the disk, also another window's. @param change may be called several times, so it
   * sets values and must not count; `undefined` deletes @returns the new value. @throws StorageError, and then nothing
   * has changed
   */
  async update(id: string, change: (before: T | undefined) => T | undefined): Promise<T | undefined> {
    const slot = slotOf(id);
    const pendingWrite = this.#pending.get(slot);
    // It changes what this window knows, so what couldn't be written is written first.
    if (pendingWrite?.hasFailed) await this.#set({ id, value: pendingWrite.value });
    return this.#inTurn(slot, () => this.#versions.write(id, change));
  }

  /** Adds an entity that never existed. @returns whether this call added it. @throws StorageError */
  async add(id: string, value: T): Promise<boolean> {
    let isMine = false;
    await this.#inTurn(slotOf(id), () =>
      this.#versions.write(id, (before, wasThere) => {
        isMine = !wasThere;
        return isMine ? value : before;
      }),
    );
    return isMine;
  }

  /** Removes the files, so that no trace of these entities stays. @throws StorageError */
  async forget(ids: readonly string[]): Promise<void> {
    const drop = (slot: string): void => {
      this.#pending.delete(slot);
      this.#versions.drop(slot);
    };
    const slots = ids.map(slotOf);
    slots.forEach(drop);
    await inParallel(slots, filesAtOnce, (slot) =>
      this.#inTurn(slot, () => this.#folder.remove(slot).then(() => drop(slot))),
    );
  }

  /** Reads the changes of other windows. A call during a refresh starts another one after it. */
  refresh(): Promise<void> {
    if (!this.#refreshing) {
      this.#refreshing = this.#refresh().finally(() => (this.#refreshing = undefined));
      return this.#refreshing;
    }
    const next = (): Promise<void> => {
      this.#nextRefresh = undefined;
      return this.refresh();
    };
    this.#nextRefresh ??= this.#refreshing.then(next, next);
    return this.#nextRefresh;
  }

  /** Waits until every write has succeeded or failed. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #set(pendingWrite: PendingWrite<T>): Promise<void> {
    const slot = slotOf(pendingWrite.id);
    this.#pending.set(slot, pendingWrite);
    try {
      await this.#inTurn(slot, () => this.#versions.write(pendingWrite.id, () => pendingWrite.value));
    } catch (error) {
      pendingWrite.hasFailed = true;
      throw error;
    }
    if (this.#pending.get(slot) === pendingWrite) this.#pending.delete(slot);
    await this.#prune().catch(onUnexpectedError);
  }

  /** One write of an entity at a time. @throws StorageError */
  #inTurn<R>(slot: string, act: () => Promise<R>): Promise<R> {
    return this.#turns.take(slot, act).catch((error: unknown) => {
      throw writeFailure(this.#options.what, this.#options.folder, error);
    });
  }

  async #prune(): Promise<void> {
    const { maxEntities = Infinity, maxCharacters = Infinity } = this.#options;
    const newestFirst = this.entries().reverse();
    let left = maxCharacters;
    const isOver = ([, value]: [string, T], index: number): boolean => {
      if (maxCharacters < Infinity) left -= (stringifyJson(value) ?? "").length;
      return index > 0 && (index >= maxEntities || left < 0);
    };
    await this.forget(newestFirst.filter(isOver).map(([id]) => id));
  }

  async #refresh(): Promise<void> {
    const { what, folder } = this.#options;
    const changed = new Set<string>();
    try {
      await this.#versions.takeOver((slot, held, before) => {
        const id = this.#isChanged(slot, held, before) ? (held ?? before)?.id : undefined;
        if (id !== undefined) changed.add(id);
      });
    } catch (error) {
      onUnexpectedError(folderFailure(what, folder, error));
    }
    if (changed.size > 0) this.#changed.fire([...changed]);
  }

  /** Whether what another window has written changes an entity for this one. */
  #isChanged(slot: string, held: HeldEntity<T> | undefined, before: HeldEntity<T> | undefined): boolean {
    const pendingWrite = this.#pending.get(slot);
    // Another window's later change takes precedence over a failed write of this one.
    if (pendingWrite?.hasFailed) this.#pending.delete(slot);
    return stringifyJson(held?.value) !== stringifyJson((pendingWrite ?? before)?.value);
  }
}
