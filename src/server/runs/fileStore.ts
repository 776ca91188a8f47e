import { randomUUID } from "node:crypto";
import type { UploadedFile } from "#api/schemas.ts";
import type { ReceivedFile } from "#server/http/form.ts";

/** A file that the app has. */
export interface StoredFile extends Omit<ReceivedFile, "content"> {
  id: string;
}

/** The app's files. */
export interface FileStore {
  add(received: ReceivedFile): StoredFile | Promise<StoredFile>;
  get(id: string): StoredFile | undefined;
}

/** What is known of the app's files, in memory. Their bytes are dropped. */
export class FileList implements FileStore {
  readonly #files = new Map<string, StoredFile>();

  add(received: ReceivedFile): StoredFile {
    const { content: _, ...known } = received;
    const file = { ...known, id: randomUUID() };
    this.#files.set(file.id, file);
    return file;
  }

  get(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }
}

export function fileToWire(file: StoredFile): UploadedFile {
  return { id: file.id, name: file.name, size: file.size, mime_type: file.mimeType };
}
