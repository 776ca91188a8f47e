import type { Disposable } from "../base/disposable.ts";
import { Emitter } from "../base/emitter.ts";
import { inParallel } from "../base/inParallel.ts";
import { stringifyJson } from "../base/json/stringifyJson.ts";
import { Turns } from "../base/turns.ts";
import { slotOf } from "./entityFile.ts";
import { EntityFolder, type EntityFolderOptions, type EntityState, keptVersions } from "./entityFolder.ts";
import { importedMark } from "./stateFolderOf.ts";
import { readFailure, writeFailure } from "./storageError.ts";

export interface EntityStoreOptions<T> extends EntityFolderOptions<T> {
  /** How many to keep: those that were written last. */
  most?: number;
  /** How much of them to keep, in characters; the one that was written last in any case. */
  mostCharacters?: number;
}

interface Held<T> extends EntityState<T> {
  /** Of the newest file, which may be one that can't be read. */
  readonly version: number;
}

/** What this window wants to be written. */
interface Wanted<T> {
  readonly id: string;
  readonly value: T | undefined;
  hasFailed?: true;
}

const mostAttempts = 200;
/** How long the disk remembers that an entity was deleted, in milliseconds. */
const deletedAge = 7 * 24 * 60 * 60 * 1000;
const filesAtOnce = 16;

/**
 * Entities that all windows share, one file for each. A write makes the next version of its entity, which only one
 * window can make; who comes second reads it and applies its change to that. So no window overwrites what it hasn't
 * seen, and what a window leaves that ends in the middle of a write is the version before it.
 */
export class EntityStore<T> implements Disposable {
  readonly #options: EntityStoreOptions<T>;
  readonly #folder: EntityFolder<T>;
  readonly #held = new Map<string, Held<T>>();
  readonly #wanted = new Map<string, Wanted<T>>();
  readonly #turns = new Turns();
  /** Slots that this window has written since a refresh began: what the folder's list says of them may be old. */
  readonly #touched = new Set<string>();
  readonly #changed = new Emitter<readonly string[]>();
  #refreshing: Promise<void> | undefined;
  #nextRefresh: Promise<void> | undefined;
  /** Fires with the ids of what other windows have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: EntityStoreOptions<T>) {
    this.#options = options;
    this.#folder = new EntityFolder(options);
  }

  /** Reads what is there. A folder that can't be read is reported, and the store is empty. */
  async load(): Promise<void> {
    await this.#folder.prepare();
    await this.refresh();
    const isOver = ({ value, at }: Held<T>): boolean => value === undefined && Date.now() - at > deletedAge;
    const over = [...this.#held.values()].filter(isOver).map(({ id }) => id);
    await this.forget(over).catch(this.#options.onError);
  }

  /** As this window knows it, also when it has put it and the disk hasn't got it yet. */
  get(id: string): T | undefined {
    const slot = slotOf(id);
    return (this.#wanted.get(slot) ?? this.#held.get(slot))?.value;
  }

  /** All by their ids; those that were written first come first. */
  entries(): [string, T][] {
    const held = [...this.#held].flatMap(([slot, each]) => (this.#wanted.has(slot) ? [] : [each]));
    const all = [...held.sort((a, b) => a.at - b.at), ...this.#wanted.values()];
    return all.flatMap(({ id, value }): [string, T][] => (value === undefined ? [] : [[id, value]]));
  }

  /** Whether it was there and somebody deleted it, as long as the disk remembers that. */
  wasDeleted(id: string): boolean {
    const held = this.#held.get(slotOf(id));
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
    return this.#inTurn(slotOf(id), () => this.#write(id, change));
  }

  /** Adds an entity that never was there. @returns whether it is this call that did. @throws StorageError */
  async add(id: string, value: T): Promise<boolean> {
    let isMine = false;
    await this.#inTurn(slotOf(id), () =>
      this.#write(id, (before, wasThere) => {
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
      this.#touched.add(slot);
      this.#wanted.delete(slot);
      this.#held.delete(slot);
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
      await this.#inTurn(slot, () => this.#write(wanted.id, () => wanted.value));
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

  async #write(
    id: string,
    change: (before: T | undefined, wasThere: boolean) => T | undefined,
  ): Promise<T | undefined> {
    const slot = slotOf(id);
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const known = this.#held.get(slot);
      const newest = await this.#newest(slot);
      if (newest === "gone") continue;
      const { top, state: now } = newest;
      const value = change(now?.value, top > 0);
      if (stringifyJson(value) === stringifyJson(now?.value)) {
        if (now) this.#hold(slot, { ...now, version: top }, known);
        return value;
      }
      const state = { id, at: Date.now(), value, version: top + 1 };
      if (!(await this.#folder.create(slot, state.version, state))) continue;
      const versions = await this.#folder.versionsOf(slot);
      // Others had gone on before this one was made, and had removed its number: what they wrote is what counts.
      if ((versions[0] ?? 0) >= state.version + keptVersions) continue;
      this.#hold(slot, state, known);
      await this.#folder.tidy(slot, versions);
      return value;
    }
    throw new Error("Other windows keep changing it");
  }

  /** @param known what was held when the write began: what a refresh has found since may be newer */
  #hold(slot: string, state: Held<T>, known: Held<T> | undefined): void {
    const held = this.#held.get(slot);
    this.#touched.add(slot);
    if (!held || held === known || held.version < state.version) this.#held.set(slot, state);
  }

  /** @returns the newest state that can be read, and the number of the newest version, 0 for none */
  async #newest(slot: string): Promise<{ top: number; state: EntityState<T> | undefined } | "gone"> {
    const versions = await this.#folder.versionsOf(slot);
    const [top = 0] = versions;
    const held = this.#held.get(slot);
    const state = held?.version === top ? held : await this.#folder.newest(slot, versions);
    return state === "gone" ? state : { top, state };
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
    const changed: string[] = [];
    try {
      for (let attempt = 0; attempt < mostAttempts; attempt++) if (await this.#takeOver(changed)) break;
    } catch (error) {
      onError(readFailure(what, folder, error));
    }
    if (changed.length > 0) this.#changed.fire([...new Set(changed)]);
  }

  /** @returns whether that is all: what was replaced while it was read has a successor */
  async #takeOver(changed: string[]): Promise<boolean> {
    this.#touched.clear();
    const versions = await this.#folder.versions();
    let isAll = true;
    const news = [...versions].filter(([slot, [top]]) => this.#held.get(slot)?.version !== top);
    await inParallel(news, filesAtOnce, async ([slot, known]) => {
      const state = await this.#folder.newest(slot, known);
      if (state === "gone") isAll = false;
      else this.#take(slot, state && { ...state, version: known[0] ?? 0 }, changed);
    });
    for (const slot of [...this.#held.keys()]) if (!versions.has(slot)) this.#take(slot, undefined, changed);
    return isAll;
  }

  #take(slot: string, held: Held<T> | undefined, changed: string[]): void {
    if (this.#touched.has(slot)) return;
    const before = this.#held.get(slot);
    if (held) this.#held.set(slot, held);
    else this.#held.delete(slot);
    const wanted = this.#wanted.get(slot);
    // What another window has written since counts more than what this one couldn't write.
    if (wanted?.hasFailed) this.#wanted.delete(slot);
    const id = held?.id ?? before?.id;
    if (id !== undefined && stringifyJson(held?.value) !== stringifyJson((wanted ?? before)?.value)) changed.push(id);
  }
}
