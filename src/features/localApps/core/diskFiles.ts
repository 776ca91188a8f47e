import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReceivedFile } from "#server/http/form.ts";
import type { FileStore, StoredFile } from "#server/runs/fileStore.ts";
import { isOtherProcess } from "./otherProcess.ts";

/** A file that was uploaded to a local app. */
export interface DiskFile extends StoredFile {
  /** The path of the file's bytes. */
  path: string;
}

/** The name of a folder with the files of a server's process. */
const folderName = /^files-(\d+)$/;

/** The files of a local app, in a folder that only the person can read. They go with the server. */
export class DiskFiles implements FileStore {
  readonly #folder: string;
  readonly #files = new Map<string, DiskFile>();

  /** @param parent where this process makes its folder beside those of others */
  constructor(parent: string) {
    this.#folder = join(parent, `files-${process.pid}`);
  }

  /** Removes what servers left that were killed. */
  async removeLeftovers(): Promise<void> {
    const parent = dirname(this.#folder);
    const left = (await readdir(parent)).filter((name) => {
      const [, id] = folderName.exec(name) ?? [];
      return id !== undefined && Number(id) !== process.pid && !isOtherProcess(Number(id));
    });
    await Promise.all(left.map((name) => rm(join(parent, name), { recursive: true, force: true })));
  }

  /** @throws the system's error when the disk is full */
  async add({ content, ...received }: ReceivedFile): Promise<StoredFile> {
    const id = randomUUID();
    const path = join(this.#folder, id);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(path, content, { mode: 0o600 });
    const file = { ...received, id, path };
    this.#files.set(id, file);
    return file;
  }

  get(id: string): DiskFile | undefined {
    return this.#files.get(id);
  }

  async removeAll(): Promise<void> {
    this.#files.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
