import type { UploadedFile } from "../api/schemas.ts";
import { type Disposable, DisposableStore } from "../base/disposable.ts";
import { Emitter } from "../base/emitter.ts";
import type { EntityStore } from "../storage/entityStore.ts";
import type { LegacyState } from "../storage/legacyState.ts";
import type { ConnectionStore } from "./connectionStore.ts";

/** A file that was uploaded from here. */
export interface Upload {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  mimeType?: string;
  /** Of its content, in hexadecimal. */
  sha256: string;
  /** In milliseconds since the epoch. */
  at: number;
}

/** An upload as its file holds it. */
export interface StoredUpload {
  connectionId: string;
  /** The only origin that knows its id. */
  origin: string;
  upload: Upload;
}

/** Where earlier versions kept them, in VS Code's global state: with a connection's id, for each connection. */
const legacyPrefix = "dynamiqRuns.uploads.";
/** How many are remembered for each connection. */
const most = 300;

/**
 * What was uploaded from here to each connection's app, the newest first, shared by all windows. Contents are not kept.
 */
export class UploadStore implements Disposable {
  readonly #kept: EntityStore<StoredUpload>;
  readonly #connections: Pick<ConnectionStore, "get">;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<string>());
  /** Fires with the id of a connection. */
  readonly onDidChange = this.#changed.event;

  constructor(kept: EntityStore<StoredUpload>, connections: Pick<ConnectionStore, "get">) {
    this.#kept = kept;
    this.#connections = connections;
    this.#disposables.add(kept.onDidChange((ids) => this.#tell(ids)));
  }

  /** Of the app that the connection leads to now. */
  list(connectionId: string): readonly Upload[] {
    const origin = this.#connections.get(connectionId)?.baseUrl;
    const own = this.#own(connectionId).filter((stored) => stored.origin === origin);
    // Of two of the same millisecond the one that was written last is the newer one.
    return own
      .map(({ upload }) => upload)
      .reverse()
      .sort((a, b) => b.at - a.at)
      .slice(0, most);
  }

  /** @param sha256 of its content, as it was sent. @throws StorageError: the app has it all the same */
  async add(connectionId: string, file: UploadedFile, sha256: string): Promise<Upload> {
    const { id, name, size, mime_type: mimeType } = file;
    const upload: Upload = { id, name, size, ...(mimeType ? { mimeType } : {}), sha256, at: Date.now() };
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

  dispose(): void {
    this.#disposables.dispose();
  }

  #own(connectionId: string): StoredUpload[] {
    return this.#kept.entries().flatMap(([, stored]) => (stored.connectionId === connectionId ? [stored] : []));
  }

  /** Of another app that the connection led to, and of the oldest ones. */
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

/** Reads what a file holds; what is no upload is `undefined`. */
export function readStoredUpload(stored: unknown): StoredUpload | undefined {
  const { connectionId, origin, upload } = (stored ?? {}) as Partial<Record<keyof StoredUpload, unknown>>;
  if (typeof connectionId !== "string" || typeof origin !== "string" || !isUpload(upload)) return undefined;
  return { connectionId, origin, upload };
}

/** What earlier versions kept of a connection. */
export function legacyUploads(state: LegacyState, connectionId: string): [string, StoredUpload][] {
  const { origin, uploads } = (state.get(legacyPrefix + connectionId) ?? {}) as { origin?: unknown; uploads?: unknown };
  if (!Array.isArray(uploads)) return [];
  return uploads.flatMap((upload: unknown): [string, StoredUpload][] => {
    const stored = readStoredUpload({ connectionId, origin, upload });
    return stored ? [[idOf(stored), stored]] : [];
  });
}

function idOf({ connectionId, origin, upload }: StoredUpload): string {
  return JSON.stringify([connectionId, origin, upload.id]);
}

function isUpload(value: unknown): value is Upload {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, size, sha256, at } = value as Partial<Record<keyof Upload, unknown>>;
  const texts = [id, name, sha256].every((each) => typeof each === "string");
  return texts && [size, at].every((each) => typeof each === "number");
}
