import type * as vscode from "vscode";
import * as z from "zod";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { readListOf } from "#base/stored.ts";
import type { Upload, UploadStore } from "#workbench/core/uploadStore.ts";

const keyPrefix = "dynamiqRuns.nextRun.";

/** The uploads that are marked for the next run of each connection, in this window. */
export class NextRun extends Owner {
  readonly #window: vscode.Memento;
  readonly #uploads: UploadStore;
  readonly #changed = this.owned.add(new Emitter<string>());
  /** Fires with the id of a connection. */
  readonly onDidChange = this.#changed.event;

  constructor(window: vscode.Memento, uploads: UploadStore) {
    super();
    this.#window = window;
    this.#uploads = uploads;
  }

  list(connectionId: string): readonly Upload[] {
    const marked = readListOf(z.string(), this.#window.get(keyPrefix + connectionId));
    return this.#uploads.list(connectionId).filter(({ id }) => marked.includes(id));
  }

  async mark(connectionId: string, ids: readonly string[]): Promise<void> {
    await this.#write(connectionId, [...this.#ids(connectionId), ...ids]);
  }

  async unmark(connectionId: string, ids: readonly string[]): Promise<void> {
    await this.#write(
      connectionId,
      this.#ids(connectionId).filter((id) => !ids.includes(id)),
    );
  }

  #ids(connectionId: string): string[] {
    return this.list(connectionId).map(({ id }) => id);
  }

  async #write(connectionId: string, ids: readonly string[]): Promise<void> {
    await this.#window.update(keyPrefix + connectionId, ids.length > 0 ? [...new Set(ids)] : undefined);
    this.#changed.fire(connectionId);
  }
}
