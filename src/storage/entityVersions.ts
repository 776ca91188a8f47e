import { inParallel } from "#base/inParallel.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { slotOf } from "./entityFile.ts";
import { type EntityFolder, type EntityState, keptVersions } from "./entityFolder.ts";
import { StorageError } from "./storageError.ts";

export interface HeldEntity<T> extends EntityState<T> {
  /** The version of the newest file, which may be unreadable. */
  readonly version: number;
}

/** Called for each entity that another window has changed, with what was held of it before. */
type OnTaken<T> = (slot: string, held: HeldEntity<T> | undefined, before: HeldEntity<T> | undefined) => void;

const maxAttempts = 200;
/** How many files are read, written or removed at the same time. */
export const filesAtOnce = 16;

/** The newest state of each entity that this window knows. It writes the next versions, and takes over others'. */
export class EntityVersions<T> {
  readonly #folder: EntityFolder<T>;
  readonly #held = new Map<string, HeldEntity<T>>();
  /** Slots that this window has written since a refresh began: the list of files may be older than they are. */
  readonly #touched = new Set<string>();

  constructor(folder: EntityFolder<T>) {
    this.#folder = folder;
  }

  get(slot: string): HeldEntity<T> | undefined {
    return this.#held.get(slot);
  }

  entries(): [string, HeldEntity<T>][] {
    return [...this.#held];
  }

  /** Forgets a slot whose files are about to be removed, or are removed. */
  drop(slot: string): void {
    this.#touched.add(slot);
    this.#held.delete(slot);
  }

  /**
   * Makes the next version; if another window makes it first, that one is changed. @param change may be called several
   * times @returns what the entity is then. @throws StorageError when others win each time, or the system's errors
   */
  async write(id: string, change: (before: T | undefined, wasThere: boolean) => T | undefined): Promise<T | undefined> {
    const slot = slotOf(id);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const version = this.#held.get(slot);
      const newest = await this.#newest(slot);
      if (newest === "gone") continue;
      const { top, floor, state: now } = newest;
      const value = change(now?.value, top > 0);
      if (stringifyJson(value) === stringifyJson(now?.value)) {
        if (now) this.#hold(slot, { ...now, version: top }, version);
        return value;
      }
      const state = { id, at: Date.now(), value, version: (top || floor) + 1 };
      if (!(await this.#folder.create(slot, state.version, state))) continue;
      const versions = await this.#folder.versionsOf(slot);
      // Other windows had written newer versions and removed this one's number meanwhile: their value counts.
      if ((versions[0] ?? 0) >= state.version + keptVersions) continue;
      if (top === 0 ? (await this.#folder.floor()) !== floor : isRemoved(top, versions)) {
        // Another window forgot an entity meanwhile: this one, or one that had the number of this one's new file. A
        // newer file may have been made from that, so it is only removed as the newest.
        if (versions[0] === state.version) await this.#folder.removeVersion(slot, state.version);
        continue;
      }
      this.#hold(slot, state, version);
      await this.#folder.tidy(slot, versions);
      return value;
    }
    throw new StorageError("Other windows keep changing the same data. Try again.");
  }

  /** Reads what other windows have changed. @throws the system's errors */
  async takeOver(onTaken: OnTaken<T>): Promise<void> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) if (await this.#takeOverOnce(onTaken)) break;
  }

  /** @returns whether everything was read. A file that was replaced meanwhile counts as unread: it has a newer version */
  async #takeOverOnce(onTaken: OnTaken<T>): Promise<boolean> {
    this.#touched.clear();
    const versions = await this.#folder.versions();
    let isAll = true;
    const news = [...versions].filter(([slot, [top]]) => this.#held.get(slot)?.version !== top);
    await inParallel(news, filesAtOnce, async ([slot, known]) => {
      const state = await this.#folder.newest(slot, known);
      if (state === "gone") isAll = false;
      else this.#take(slot, state && { ...state, version: known[0] ?? 0 }, onTaken);
    });
    for (const slot of [...this.#held.keys()]) if (!versions.has(slot)) this.#take(slot, undefined, onTaken);
    return isAll;
  }

  #take(slot: string, held: HeldEntity<T> | undefined, onTaken: OnTaken<T>): void {
    if (this.#touched.has(slot)) return;
    const before = this.#held.get(slot);
    if (held) this.#held.set(slot, held);
    else this.#held.delete(slot);
    onTaken(slot, held, before);
  }

  /** @param known the value when the write began; a refresh may have found a newer one since */
  #hold(slot: string, state: HeldEntity<T>, known: HeldEntity<T> | undefined): void {
    const held = this.#held.get(slot);
    this.#touched.add(slot);
    if (!held || held === known || held.version < state.version) this.#held.set(slot, state);
  }

  /** @returns the newest version that can be read, the number of the newest one, 0 for none, and the floor before it */
  async #newest(slot: string): Promise<{ top: number; floor: number; state: EntityState<T> | undefined } | "gone"> {
    // Read before the versions: of two windows that create the entity above different floors, one notices it.
    const floor = await this.#folder.floor();
    const versions = await this.#folder.versionsOf(slot);
    const [top = 0] = versions;
    const held = this.#held.get(slot);
    const state = held?.version === top ? held : await this.#folder.newest(slot, versions);
    return state === "gone" ? state : { top, floor, state };
  }
}

/** Whether the version below the newest one was removed, which tidying never does. @param versions the newest first */
function isRemoved(version: number, versions: readonly number[]): boolean {
  return versions[0] === version + 1 && !versions.includes(version);
}
