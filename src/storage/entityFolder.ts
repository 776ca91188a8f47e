import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { codeOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { type EntityFile, nameOf, parseFile, versionsIn } from "./entityFile.ts";
import { diskFiles, type FileSystem } from "./fileSystem.ts";
import { readFailure, syncFailure, writeFailure } from "./storageError.ts";
import { removeLeftovers, writeNewFile } from "./writeNewFile.ts";

export interface EntityFolderOptions<T> {
  /** Absolute. Holds nothing but these entities. */
  folder: string;
  /** The entities in the plural, for messages: "connections". */
  what: string;
  /** Reads a value from a file that another version may have written; `undefined` when it isn't valid. */
  read: (stored: unknown) => T | undefined;
  fs?: FileSystem;
}

/** An entity after one write. */
export interface EntityState<T> extends Omit<EntityFile, "value"> {
  /** `undefined` when it was deleted. */
  readonly value: T | undefined;
}

/** The current version of an entity and the one before it stay on the disk. */
export const keptVersions = 2;
/** In milliseconds. Without hard links a file grows in place, so an incomplete one is read again after this time. */
const secondLookDelay = 50;

/**
 * The files of one kind of entity: `<slot>.<version>.json` for each version of each entity. A file that can't be read
 * is reported once and never deleted, and the version before it counts.
 */
export class EntityFolder<T> {
  readonly #options: EntityFolderOptions<T>;
  readonly #fs: FileSystem;
  readonly #unreadable = new Set<string>();
  /** Whether a folder that can't be synced has been reported. */
  #isUnsynced = false;

  constructor(options: EntityFolderOptions<T>) {
    this.#options = options;
    this.#fs = options.fs ?? diskFiles;
  }

  /** Creates the folder and tidies it. Failures are reported. */
  async prepare(): Promise<void> {
    const { folder, what } = this.#options;
    try {
      await this.#make();
      await removeLeftovers(this.#fs, folder, await this.#fs.readdir(folder));
    } catch (error) {
      onUnexpectedError(writeFailure(what, folder, error));
    }
  }

  /** The versions of each entity by its slot, the newest first. @throws the system's errors */
  async versions(): Promise<Map<string, number[]>> {
    try {
      return versionsIn(await this.#fs.readdir(this.#options.folder));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return new Map();
      throw error;
    }
  }

  /** The versions of one entity, the newest first. @throws the system's errors */
  async versionsOf(slot: string): Promise<number[]> {
    return (await this.versions()).get(slot) ?? [];
  }

  /** @returns the newest version that can be read, "gone" when a file was replaced meanwhile */
  async newest(slot: string, versions: readonly number[]): Promise<EntityState<T> | undefined | "gone"> {
    for (const version of versions) {
      const name = nameOf({ slot, version });
      if (this.#unreadable.has(name)) continue;
      const state = await this.#read(name);
      if (state) return state;
    }
    return undefined;
  }

  /** @returns `false` when another window has written this version. @throws the system's errors */
  async create(slot: string, version: number, { id, at, value }: EntityState<T>): Promise<boolean> {
    const file: EntityFile = { id, at, value };
    const write = (): Promise<boolean> => this.#write(nameOf({ slot, version }), stringifyJson(file));
    try {
      return await write();
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      // The folder was removed meanwhile.
      await this.#make();
      return write();
    }
  }

  /** Removes old versions, and renames files that can't be read. @param versions the newest first */
  async tidy(slot: string, [, ...older]: readonly number[]): Promise<void> {
    const isUnreadable = (version: number): boolean => this.#unreadable.has(nameOf({ slot, version }));
    const over = older.filter((version) => !isUnreadable(version)).slice(keptVersions - 1);
    const removals = over.map((version) => this.#fs.rm(this.#path(slot, version), { force: true }));
    const asides = older.filter(isUnreadable).map((version) => this.#path(slot, version));
    const moves = asides.map((path) => this.#fs.rename(path, `${path}.unreadable`));
    // A file that stays behind does no harm.
    await Promise.all([...removals, ...moves]).catch(onUnexpectedError);
  }

  /** Removes all versions of an entity, whose numbers no new entity gets. @throws the system's errors */
  async remove(slot: string): Promise<void> {
    const versions = await this.versionsOf(slot);
    await this.#raiseFloor(versions[0] ?? 0);
    // The newest one is removed last, so that an interrupted removal leaves the entity as it was.
    for (const version of versions.reverse()) await this.removeVersion(slot, version);
  }

  /** @throws the system's errors */
  async removeVersion(slot: string, version: number): Promise<void> {
    await this.#fs.rm(this.#path(slot, version), { force: true });
  }

  /**
   * The highest number of any version that was removed with its entity. A new entity begins above it, so that no window
   * that holds a removed one takes the new one for it. @throws the system's errors
   */
  async floor(): Promise<number> {
    return (await this.#floors())[0] ?? 0;
  }

  /** The numbers that were floors, the highest first. */
  async #floors(): Promise<number[]> {
    const prefix = basename(this.#floorPath(""));
    const names = await this.#fs.readdir(dirname(this.#options.folder)).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    });
    const floors = names.filter((name) => name.startsWith(prefix)).map((name) => Number(name.slice(prefix.length)));
    return floors.filter(Number.isSafeInteger).sort((a, b) => b - a);
  }

  async #raiseFloor(version: number): Promise<void> {
    const floors = await this.#floors();
    if ((floors[0] ?? 0) >= version) return;
    try {
      await (await this.#fs.open(this.#floorPath(version), "wx", 0o600)).close();
    } catch (error) {
      // Another window has just raised it to the same number.
      if (codeOf(error) !== "EEXIST") throw error;
    }
    for (const lower of floors) await this.#fs.rm(this.#floorPath(lower), { force: true });
  }

  /** Beside the folder: nothing of a removed entity is in it. */
  #floorPath(version: number | ""): string {
    return `${this.#options.folder}.floor.${version}`;
  }

  #write(name: string, text: string): Promise<boolean> {
    const { folder, what } = this.#options;
    return writeNewFile(this.#fs, folder, name, text, (error) => {
      if (!this.#isUnsynced) onUnexpectedError(syncFailure(what, folder, error));
      this.#isUnsynced = true;
    });
  }

  async #make(): Promise<void> {
    await this.#fs.mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
  }

  #path(slot: string, version: number): string {
    return join(this.#options.folder, nameOf({ slot, version }));
  }

  async #read(name: string): Promise<EntityState<T> | undefined | "gone"> {
    const { folder, what, read } = this.#options;
    const path = join(folder, name);
    try {
      const { id, at, value: stored } = await this.#parse(path);
      const value = stored === undefined ? undefined : read(stored);
      if (stored === undefined || value !== undefined) return { id, at, value };
      this.#unreadable.add(name);
      onUnexpectedError(readFailure(what, path));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return "gone";
      this.#unreadable.add(name);
      onUnexpectedError(readFailure(what, path, error));
    }
    return undefined;
  }

  async #parse(path: string): Promise<EntityFile> {
    try {
      return parseFile(await this.#fs.readFile(path, "utf8"));
    } catch (error) {
      if (codeOf(error) !== undefined) throw error;
      await wait(secondLookDelay);
      return parseFile(await this.#fs.readFile(path, "utf8"));
    }
  }
}
