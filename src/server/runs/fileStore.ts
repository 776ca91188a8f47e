import { randomUUID } from "node:crypto";
import type { UploadedFile } from "#api/schemas.ts";
import type { ReceivedFile } from "#server/http/form.ts";

/** A file that the app has. Its bytes are dropped unless it is small. */
export interface StoredFile extends ReceivedFile {
  id: string;
}

/** The app's files in memory. */
export class FileStore {
  readonly #files = new Map<string, StoredFile>();

  add(received: ReceivedFile): StoredFile {
    const file = { ...received, id: randomUUID() };
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
