import { basename, dirname } from "node:path";
import type { FileSystem, OpenFile } from "#storage/fileSystem.ts";

interface FileNode {
  /** What processes see. */
  text: string;
  /** What is on the disk itself: `undefined` as long as nothing was synced. */
  synced: string | undefined;
  readonly at: number;
}

type Folder = Map<string, FileNode>;
export type DiskCall = keyof FileSystem | "write" | "sync";

/** A file system that a process uses until it is killed. */
export interface DiskProcess extends FileSystem {
  /** Nothing that it has begun goes on. */
  kill(): void;
}

/**
 * A disk in memory, as hard as a real one. Calls take a while and those of several processes mix; a name can be taken
 * once. Text and names that were not synced are lost or torn in a power failure.
 */
export class MemoryDisk {
  #folders = new Map<string, Folder>();
  /** The names that are on the disk itself. */
  readonly #synced = new Map<string, Folder>();
  /** Called before each call takes effect: what it throws is what the call ends with. */
  before: (call: DiskCall, path: string) => void = () => undefined;
  /** How long a call takes. */
  pause: () => Promise<unknown> = () => Promise.resolve();

  /** Errors of a system, by their code. */
  static failure(code: string): NodeJS.ErrnoException {
    return Object.assign(new Error(`${code}: it failed`), { code });
  }

  /** The power goes, and comes again. @param torn how much is there of a text that wasn't synced */
  crash(torn: (text: string) => string = () => ""): void {
    this.#folders = new Map([...this.#synced].map(([path, names]) => [path, new Map(names)]));
    for (const names of this.#folders.values()) {
      for (const [name, node] of names) {
        const text = node.synced ?? torn(node.text);
        names.set(name, { text, synced: text, at: node.at });
      }
    }
    for (const [path, names] of this.#folders) this.#synced.set(path, new Map(names));
  }

  /** Writes what no store has written. */
  put(path: string, text: string, at = Date.now()): void {
    this.#folder(dirname(path)).set(basename(path), { text, synced: text, at });
  }

  texts(folder: string): Map<string, string> {
    return new Map([...(this.#folders.get(folder) ?? [])].map(([name, { text }]) => [name, text]));
  }

  process(): DiskProcess {
    let isAlive = true;
    const call = async <T>(name: DiskCall, path: string, act: () => T): Promise<T> => {
      await this.pause();
      if (!isAlive) return new Promise(() => undefined);
      this.before(name, path);
      if (!isAlive) return new Promise(() => undefined);
      const result = act();
      await this.pause();
      return isAlive ? result : new Promise(() => undefined);
    };
    const node = (path: string): FileNode => {
      const found = this.#folder(dirname(path)).get(basename(path));
      if (!found) throw MemoryDisk.failure("ENOENT");
      return found;
    };
    const take = (path: string, value: FileNode): void => {
      if (this.#folder(dirname(path)).has(basename(path))) throw MemoryDisk.failure("EEXIST");
      this.#folder(dirname(path)).set(basename(path), value);
    };
    const remove = (path: string): boolean => this.#folder(dirname(path)).delete(basename(path));
    return {
      kill: () => (isAlive = false),
      mkdir: (path) => call("mkdir", path, () => this.#make(path)),
      readdir: (path) => call("readdir", path, () => [...this.#folder(path).keys(), ...this.#foldersIn(path)]),
      readFile: (path) => call("readFile", path, () => node(path).text),
      stat: (path) => call("stat", path, () => ({ mtimeMs: node(path).at })),
      rm: (path, { recursive }) =>
        call("rm", path, () => {
          if (this.#folders.has(path) && recursive) this.#removeFolder(path);
          else if (this.#folders.has(dirname(path))) remove(path);
        }),
      link: (from, to) => call("link", to, () => take(to, node(from))),
      copyFile: (from, to) => call("copyFile", to, () => take(to, { ...node(from), synced: undefined })),
      rename: (from, to) =>
        call("rename", to, () => {
          this.#folder(dirname(to)).set(basename(to), node(from));
          remove(from);
        }),
      open: (path, flags) =>
        call("open", path, (): OpenFile => {
          if (this.#folders.has(path)) return { ...noFile, sync: () => call("sync", path, () => this.#sync(path)) };
          if (flags === "wx") take(path, { text: "", synced: undefined, at: Date.now() });
          const opened = node(path);
          return {
            writeFile: async (text) => {
              // A disk that is full takes the first half.
              await call("write", path, () => (opened.text = text.slice(0, text.length / 2))).catch(
                (error: unknown) => {
                  opened.text = text.slice(0, text.length / 2);
                  throw error;
                },
              );
              await call("write", path, () => (opened.text = text));
            },
            sync: () => call("sync", path, () => void (opened.synced = opened.text)),
            close: async () => undefined,
          };
        }),
    };
  }

  #folder(path: string): Folder {
    const folder = this.#folders.get(path);
    if (!folder) throw MemoryDisk.failure("ENOENT");
    return folder;
  }

  #make(path: string): void {
    if (this.#folders.has(path)) return;
    this.#folders.set(path, new Map());
    if (path !== dirname(path)) this.#make(dirname(path));
  }

  #foldersIn(path: string): string[] {
    // Only what may lie there is taken apart: each read of a folder comes here.
    return [...this.#folders.keys()]
      .filter((each) => each.startsWith(path) && each !== path && dirname(each) === path)
      .map((each) => basename(each));
  }

  #removeFolder(path: string): void {
    for (const each of this.#foldersIn(path)) this.#removeFolder(`${path}/${each}`);
    this.#folders.delete(path);
  }

  #sync(path: string): void {
    this.#synced.set(path, new Map(this.#folder(path)));
  }
}

const noFile: OpenFile = {
  writeFile: async () => {
    throw MemoryDisk.failure("EISDIR");
  },
  sync: async () => undefined,
  close: async () => undefined,
};
