import * as z from "zod";
import type { UploadedFile } from "#api/schemas.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { ifReadable } from "#base/stored.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

const uploadSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** In bytes. */
  size: z.number(),
  mimeType: ifReadable(z.string()),
  /** The digest of its content, in hexadecimal. */
  sha256: z.string(),
  /** The time of the upload, in milliseconds since the epoch. */
  at: z.number(),
});

/** A file that was uploaded by this extension. */
export type Upload = z.infer<typeof uploadSchema>;

export const storedUploadSchema = z.object({
  connectionId: z.string(),
  /** The only origin that knows its id. */
  origin: z.string(),
  upload: uploadSchema,
});

export type StoredUpload = z.infer<typeof storedUploadSchema>;

/** How many are remembered for each connection. */
const maxUploads = 300;

/** The uploads to each connection's app, the newest first, shared by all windows. Their contents aren't stored. */
export class UploadStore extends Owner {
  readonly #kept: EntityStore<StoredUpload>;
  readonly #connections: Pick<ConnectionStore, "get">;
  readonly #changed = this.owned.add(new Emitter<string>());
  /** Fires with the id of a connection. */
  readonly onDidChange = this.#changed.event;

  constructor(kept: EntityStore<StoredUpload>, connections: Pick<ConnectionStore, "get">) {
    super();
    this.#kept = kept;
    this.#connections = connections;
    this.owned.add(kept.onDidChange((ids) => this.#tell(ids)));
  }

  list(connectionId: string): readonly Upload[] {
    const origin = this.#connections.get(connectionId)?.baseUrl;
    const own = this.#own(connectionId).filter((stored) => stored.origin === origin);
    // Of two uploads in the same millisecond, the one that was written last counts as newer.
    return own
      .map(({ upload }) => upload)
      .reverse()
      .sort((a, b) => b.at - a.at)
      .slice(0, maxUploads);
  }

  /** @param sha256 the digest of the content that was sent. @throws StorageError; the app has the file all the same */
  async add(connectionId: string, file: UploadedFile, sha256: string): Promise<Upload> {
    const { id, name, size, mime_type: mimeType } = file;
    const upload: Upload = { id, name, size, mimeType: mimeType || undefined, sha256, at: Date.now() };
    const origin = this.#connections.get(connectionId)?.baseUrl;
    if (origin === undefined) return upload;
    const written = this.#kept.put(idOf({ connectionId, origin, upload }), { connectionId, origin, upload });
    this.#changed.fire(connectionId);
    await written;
    await this.#kept.forget(this.#over(connectionId, origin));
    return upload;
  }

  /** @throws StorageError */
  async forget(connectionId: string, ids: readonly string[]): Promise<void> {
    const gone = this.#own(connectionId).filter(({ upload }) => ids.includes(upload.id));
    const written = gone.map((stored) => this.#kept.delete(idOf(stored)));
    this.#changed.fire(connectionId);
    await Promise.all(written);
  }

  #own(connectionId: string): StoredUpload[] {
    return this.#kept.entries().flatMap(([, stored]) => (stored.connectionId === connectionId ? [stored] : []));
  }

  /** The uploads to a former app of the connection, and the oldest ones. */
  #over(connectionId: string, origin: string): string[] {
    const kept = new Set(this.list(connectionId));
    return this.#own(connectionId)
      .filter((stored) => stored.origin !== origin || !kept.has(stored.upload))
      .map(idOf);
  }

  #tell(ids: readonly string[]): void {
    const connections = ids.map((id) => (JSON.parse(id) as [string])[0]);
    for (const connectionId of new Set(connections)) this.#changed.fire(connectionId);
  }
}

function idOf({ connectionId, origin, upload }: StoredUpload): string {
  return JSON.stringify([connectionId, origin, upload.id]);
}
