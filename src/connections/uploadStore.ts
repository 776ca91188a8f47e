import type * as vscode from "vscode";
import type { UploadedFile } from "../api/schemas.ts";
import { type Disposable, DisposableStore } from "../base/disposable.ts";
import { Emitter } from "../base/emitter.ts";
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

interface StoredUploads {
  /** The only origin that knows these ids. */
  origin: string;
  uploads: Upload[];
}

const prefix = "dynamiqRuns.uploads.";
/** How many are remembered for each connection. */
const most = 300;

/**
 * What was uploaded from here to each connection's app, the newest first, shared by all windows. Contents are not kept. VS Code
 * tells a window late of what it has written itself: what this one has added and forgotten counts, whatever the storage says.
 */
export class UploadStore implements Disposable {
  readonly #person: vscode.Memento;
  readonly #connections: Pick<ConnectionStore, "get" | "onDidChange">;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<string>());
  readonly #onError: (error: unknown) => void;
  readonly #added = new Map<string, Upload[]>();
  readonly #forgotten = new Set<string>();
  /** Fires with the id of a connection. */
  readonly onDidChange = this.#changed.event;

  /** @param onError hears what of a connection that was removed could not be forgotten */
  constructor(
    person: vscode.Memento,
    connections: Pick<ConnectionStore, "get" | "onDidChange">,
    onError: (error: unknown) => void,
  ) {
    this.#person = person;
    this.#connections = connections;
    this.#onError = onError;
    this.#disposables.add(connections.onDidChange(() => this.#forgetRemoved()));
    this.#forgetRemoved();
  }

  /** Of the app that the connection leads to now. */
  list(connectionId: string): readonly Upload[] {
    const origin = this.#connections.get(connectionId)?.baseUrl;
    const stored = this.#person.get(prefix + connectionId);
    const kept = isStored(stored) && stored.origin === origin ? stored.uploads.filter(isUpload) : [];
    const added = this.#added.get(placeOf(connectionId, origin)) ?? [];
    const all = [...added, ...kept.filter(({ id }) => added.every((each) => each.id !== id))];
    const left = all.filter(({ id }) => !this.#forgotten.has(id));
    return left.sort((a, b) => b.at - a.at).slice(0, most);
  }

  /** @param sha256 of its content, as it was sent */
  async add(connectionId: string, file: UploadedFile, sha256: string): Promise<Upload> {
    const { id, name, size, mime_type: mimeType } = file;
    const upload: Upload = { id, name, size, ...(mimeType ? { mimeType } : {}), sha256, at: Date.now() };
    const place = placeOf(connectionId, this.#connections.get(connectionId)?.baseUrl);
    this.#added.set(place, [upload, ...(this.#added.get(place) ?? [])].slice(0, most));
    this.#forgotten.delete(id);
    await this.#write(connectionId);
    return upload;
  }

  async forget(connectionId: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#forgotten.add(id);
    await this.#write(connectionId);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #write(connectionId: string): Promise<void> {
    const uploads = this.list(connectionId);
    const origin = this.#connections.get(connectionId)?.baseUrl;
    if (origin === undefined) return;
    await this.#person.update(prefix + connectionId, { origin, uploads: [...uploads] } satisfies StoredUploads);
    this.#changed.fire(connectionId);
  }

  #forgetRemoved(): void {
    for (const key of this.#person.keys()) {
      if (!key.startsWith(prefix) || this.#connections.get(key.slice(prefix.length))) continue;
      this.#person.update(key, undefined).then(undefined, this.#onError);
    }
  }
}

function placeOf(connectionId: string, origin: string | undefined): string {
  return `${connectionId} ${origin}`;
}

function isStored(value: unknown): value is StoredUploads {
  if (typeof value !== "object" || value === null) return false;
  const { origin, uploads } = value as Partial<Record<keyof StoredUploads, unknown>>;
  return typeof origin === "string" && Array.isArray(uploads);
}

function isUpload(value: unknown): value is Upload {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, size, sha256, at } = value as Partial<Record<keyof Upload, unknown>>;
  const texts = [id, name, sha256].every((each) => typeof each === "string");
  return texts && [size, at].every((each) => typeof each === "number");
}
