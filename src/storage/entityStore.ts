import type { Disposable } from "../base/disposable.ts";
import { Emitter } from "../base/emitter.ts";
import { inParallel } from "../base/inParallel.ts";
import { stringifyJson } from "../base/json/stringifyJson.ts";
import { Turns } from "../base/turns.ts";
import { slotOf } from "./entityFile.ts";
import { EntityFolder, type EntityFolderOptions } from "./entityFolder.ts";
import { EntityVersions, filesAtOnce, type HeldEntity } from "./entityVersions.ts";
import { importedMark } from "./stateFolderOf.ts";
import { readFailure, writeFailure } from "./storageError.ts";

export interface EntityStoreOptions<T> extends EntityFolderOptions<T> {
  /** How many to keep: those that were written last. */
  most?: number;
  /** How much of them to keep, in characters; the one that was written last in any case. */
  mostCharacters?: number;
}

/** What this window wants to be written. */
interface Wanted<T> {
  readonly id: string;
  readonly value: T | undefined;
  hasFailed?: true;
}

/** How long the disk remembers that an entity was deleted, in milliseconds. */
const deletedAge = 7 * 24 * 60 * 60 * 1000;
/**
 * Entities that all windows share, one file for each. A write makes the next version of its entity, which only one
 * window can make; who comes second reads it and applies its change to that. So no window overwrites what it hasn't
 * seen, and what a window leaves that ends in the middle of a write is the version before it.
 */
export class EntityStore<T> implements Disposable {
  readonly #options: EntityStoreOptions<T>;
  readonly #folder: EntityFolder<T>;
  /** As they are on the disk. */
  readonly #versions: EntityVersions<T>;
  readonly #wanted = new Map<string, Wanted<T>>();
  readonly #turns = new Turns();
  readonly #changed = new Emitter<readonly string[]>();
  #refreshing: Promise<void> | undefined;
  #nextRefresh: Promise<void> | undefined;
  /** Fires with the ids of what other windows have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: EntityStoreOptions<T>) {
    this.#options = options;
    this.#folder = new EntityFolder(options);
    this.#versions = new EntityVersions(this.#folder);
  }

  /** Reads what is there. A folder that can't be read is reported, and the store is empty. */
  async load(): Promise<void> {
    await this.#folder.prepare();
    await this.refresh();
    const isOver = ({ value, at }: HeldEntity<T>): boolean => value === undefined && Date.now() - at > deletedAge;
    const over = this.#versions.entries().flatMap(([, held]) => (isOver(held) ? [held.id] : []));
    await this.forget(over).catch(this.#options.onError);
  }

  /** As this window knows it, also when it has put it and the disk hasn't got it yet. */
  get(id: string): T | undefined {
    const slot = slotOf(id);
    return (this.#wanted.get(slot) ?? this.#versions.get(slot))?.value;
  }

  /** All by their ids; those that were written first come first. */
  entries(): [string, T][] {
    const held = this.#versions.entries().flatMap(([slot, each]) => (this.#wanted.has(slot) ? [] : [each]));
    const all = [...held.sort((a, b) => a.at - b.at), ...this.#wanted.values()];
    return all.flatMap(({ id, value }): [string, T][] => (value === undefined ? [] : [[id, value]]));
  }

  /** Whether it was there and somebody deleted it, as long as the disk remembers that. */
  wasDeleted(id: string): boolean {
    const held = this.#versions.get(slotOf(id));
    return held !== undefined && held.value === undefined;
  }

  /**
   * Sets an entity, whatever it was. It counts in this window at once, and goes on to do so when it can't be written.
   * @returns when it is on the disk. @throws StorageError
   */
  put(id: string, value: T): Promise<void> {
    return this.#set({ id, value });
  }

  /** Like {@link put}: takes it away. Who is just changing it finds that it is gone. @throws StorageError */
  delete(id: string): Promise<void> {
    return this.#set({ id, value: undefined });
  }

  /**
   * Changes an entity as it is on the disk now, whoever wrote it last.
   * @param change gives `undefined` for an entity that is not to be there. It may be called several times, also on what
   * others made of its own result, so it sets and doesn't count
   * @returns what it is then, on the disk. @throws StorageError, and then nothing has changed
   */
  update(id: string, change: (before: T | undefined) => T | undefined): Promise<T | undefined> {
    return this.#inTurn(slotOf(id), () => this.#versions.write(id, change));
  }

  /** Adds an entity that never was there. @returns whether it is this call that did. @throws StorageError */
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

  /**
   * Takes over what was kept elsewhere, once for all windows. What other windows have made of it since stays. An entity
   * that can't be written counts in this window, and the next window tries again. @throws StorageError
   */
  async importOnce(entries: readonly [string, T][]): Promise<void> {
    if (await this.#folder.isImported()) return;
    const failures: unknown[] = [];
    await inParallel(entries, filesAtOnce, async ([id, value]) => {
      await this.add(id, value).catch((error: unknown) => {
        failures.push(error);
        this.#wanted.set(slotOf(id), { id, value, hasFailed: true });
      });
    });
    if (failures.length > 0) throw failures[0];
    await this.#inTurn(importedMark, () => this.#folder.setImported());
  }

  /** Removes the files: nothing remembers that these entities were there. @throws StorageError */
  async forget(ids: readonly string[]): Promise<void> {
    const drop = (slot: string): void => {
      this.#wanted.delete(slot);
      this.#versions.drop(slot);
    };
    const slots = ids.map(slotOf);
    slots.forEach(drop);
    await inParallel(slots, filesAtOnce, (slot) =>
      this.#inTurn(slot, () => this.#folder.remove(slot).then(() => drop(slot))),
    );
  }

  /** Takes over what other windows have changed. What is asked for while one is under way comes after it. */
  refresh(): Promise<void> {
    if (!this.#refreshing) {
      this.#refreshing = this.#refresh().finally(() => (this.#refreshing = undefined));
      return this.#refreshing;
    }
    this.#nextRefresh ??= this.#refreshing.then(() => {
      this.#nextRefresh = undefined;
      return this.refresh();
    });
    return this.#nextRefresh;
  }

  /** Waits until what was put is written, or whoever put it knows that it isn't. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #set(wanted: Wanted<T>): Promise<void> {
    const slot = slotOf(wanted.id);
    this.#wanted.set(slot, wanted);
    try {
      await this.#inTurn(slot, () => this.#versions.write(wanted.id, () => wanted.value));
    } catch (error) {
      wanted.hasFailed = true;
      throw error;
    }
    if (this.#wanted.get(slot) === wanted) this.#wanted.delete(slot);
    await this.#prune().catch(this.#options.onError);
  }

  /** One write of an entity at a time. @throws StorageError */
  #inTurn<R>(slot: string, act: () => Promise<R>): Promise<R> {
    return this.#turns.take(slot, act).catch((error: unknown) => {
      throw writeFailure(this.#options.what, this.#options.folder, error);
    });
  }

  async #prune(): Promise<void> {
    const { most = Infinity, mostCharacters = Infinity } = this.#options;
    const newestFirst = this.entries().reverse();
    let left = mostCharacters;
    const isOver = ([, value]: [string, T], index: number): boolean => {
      if (mostCharacters < Infinity) left -= (stringifyJson(value) ?? "").length;
      return index > 0 && (index >= most || left < 0);
    };
    await this.forget(newestFirst.filter(isOver).map(([id]) => id));
  }

  async #refresh(): Promise<void> {
    const { what, folder, onError } = this.#options;
    const changed = new Set<string>();
    try {
      await this.#versions.takeOver((slot, held, before) => {
        const id = this.#isChanged(slot, held, before) ? (held ?? before)?.id : undefined;
        if (id !== undefined) changed.add(id);
      });
    } catch (error) {
      onError(readFailure(what, folder, error));
    }
    if (changed.size > 0) this.#changed.fire([...changed]);
  }

  /** Whether what another window has written changes an entity for this one. */
  #isChanged(slot: string, held: HeldEntity<T> | undefined, before: HeldEntity<T> | undefined): boolean {
    const wanted = this.#wanted.get(slot);
    // What another window has written since counts more than what this one couldn't write.
    if (wanted?.hasFailed) this.#wanted.delete(slot);
    return stringifyJson(held?.value) !== stringifyJson((wanted ?? before)?.value);
  }
}
