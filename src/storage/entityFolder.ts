import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { stringifyJson } from "../base/json/stringifyJson.ts";
import { type EntityFile, nameOf, parseFile, versionsIn } from "./entityFile.ts";
import { codeOf, diskFiles, type FileSystem } from "./fileSystem.ts";
import { importedMark } from "./stateFolderOf.ts";
import { readFailure, writeFailure } from "./storageError.ts";
import { removeLeftovers, writeNewFile } from "./writeNewFile.ts";

export interface EntityFolderOptions<T> {
  /** Absolute. Holds nothing but these entities. */
  folder: string;
  /** What they are, in the plural, for messages: "connections". */
  what: string;
  /** Reads a value out of a file, which another version may have written; what is none is `undefined`. */
  read: (stored: unknown) => T | undefined;
  /** Hears of files that can't be read. */
  onError: (error: unknown) => void;
  fs?: FileSystem;
}

/** An entity as one write left it. */
export interface EntityState<T> extends Omit<EntityFile, "value"> {
  /** `undefined` when it was deleted. */
  readonly value: T | undefined;
}

/** This state of an entity and the one before it stay on the disk. */
export const keptVersions = 2;
/**
 * Where the file system has no links a file grows in place: whoever reads it half looks again after so many
 * milliseconds.
 */
const secondLook = 50;

/**
 * The files of one kind of entity: `<slot>.<version>.json` for each state of each entity. A file that can't be read is
 * reported once and never deleted, and the state before it counts.
 */
export class EntityFolder<T> {
  readonly #options: EntityFolderOptions<T>;
  readonly #fs: FileSystem;
  readonly #unreadable = new Set<string>();

  constructor(options: EntityFolderOptions<T>) {
    this.#options = options;
    this.#fs = options.fs ?? diskFiles;
  }

  /** Makes the folder, and tidies it. What fails is reported. */
  async prepare(): Promise<void> {
    const { folder, what, onError } = this.#options;
    try {
      await this.#make();
      await removeLeftovers(this.#fs, folder, await this.#fs.readdir(folder));
    } catch (error) {
      onError(writeFailure(what, folder, error));
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

  /** Those of one entity, the newest first. @throws the system's errors */
  async versionsOf(slot: string): Promise<number[]> {
    return (await this.versions()).get(slot) ?? [];
  }

  /**
   * @param versions of its files, the newest first
   * @returns the newest state that can be read, `undefined` for none, "gone" when a file was replaced meanwhile
   */
  async newest(slot: string, versions: readonly number[]): Promise<EntityState<T> | undefined | "gone"> {
    for (const version of versions) {
      const name = nameOf({ slot, version });
      if (this.#unreadable.has(name)) continue;
      const state = await this.#read(name);
      if (state) return state;
    }
    return undefined;
  }

  /** @returns `false` when another window has made this version. @throws the system's errors */
  async create(slot: string, version: number, { id, at, value }: EntityState<T>): Promise<boolean> {
    const file: EntityFile = { id, at, value };
    const write = (): Promise<boolean> =>
      writeNewFile(this.#fs, this.#options.folder, nameOf({ slot, version }), stringifyJson(file));
    try {
      return await write();
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      // Somebody has removed the folder.
      await this.#make();
      return write();
    }
  }

  /** Removes states that are over, and puts aside what can't be read. @param versions the newest first */
  async tidy(slot: string, [, ...older]: readonly number[]): Promise<void> {
    const isUnreadable = (version: number): boolean => this.#unreadable.has(nameOf({ slot, version }));
    const over = older.filter((version) => !isUnreadable(version)).slice(keptVersions - 1);
    const removals = over.map((version) => this.#fs.rm(this.#path(slot, version), { force: true }));
    const asides = older.filter(isUnreadable).map((version) => this.#path(slot, version));
    const moves = asides.map((path) => this.#fs.rename(path, `${path}.unreadable`));
    // What stays is in nobody's way.
    await Promise.all([...removals, ...moves]).catch(this.#options.onError);
  }

  /** Removes all states of an entity. @throws the system's errors */
  async remove(slot: string): Promise<void> {
    // The newest one goes last: half a removal is none.
    for (const version of (await this.versionsOf(slot)).reverse())
      await this.#fs.rm(this.#path(slot, version), { force: true });
  }

  /** Whether what was kept elsewhere is all here. */
  async isImported(): Promise<boolean> {
    return (await this.#fs.readdir(this.#options.folder).catch(() => [] as string[])).includes(importedMark);
  }

  /** @throws the system's errors */
  async setImported(): Promise<void> {
    await writeNewFile(this.#fs, this.#options.folder, importedMark, "");
  }

  async #make(): Promise<void> {
    await this.#fs.mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
  }

  #path(slot: string, version: number): string {
    return join(this.#options.folder, nameOf({ slot, version }));
  }

  async #read(name: string): Promise<EntityState<T> | undefined | "gone"> {
    const { folder, what, read, onError } = this.#options;
    const path = join(folder, name);
    try {
      const { id, at, value: stored } = await this.#parse(path);
      const value = stored === undefined ? undefined : read(stored);
      if (stored === undefined || value !== undefined) return { id, at, value };
      this.#unreadable.add(name);
      onError(readFailure(what, path));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return "gone";
      this.#unreadable.add(name);
      onError(readFailure(what, path, error));
    }
    return undefined;
  }

  async #parse(path: string): Promise<EntityFile> {
    try {
      return parseFile(await this.#fs.readFile(path, "utf8"));
    } catch (error) {
      if (codeOf(error) !== undefined) throw error;
      await wait(secondLook);
      return parseFile(await this.#fs.readFile(path, "utf8"));
    }
  }
}
