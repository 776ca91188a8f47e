import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Marks batches whose end nobody has been told about: a file for each, named by the batch's id, with the workspace in
 * which it was started. A new window finds them (`hasUnfinished`) without reading the batches themselves.
 */
export class UnfinishedMarks {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws the system's errors */
  async set(id: string, workspace: string): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#path, id), workspace, { flush: true });
  }

  async clear(id: string): Promise<void> {
    await rm(join(this.#path, id), { force: true });
  }
}
