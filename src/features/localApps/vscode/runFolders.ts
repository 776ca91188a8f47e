import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type * as vscode from "vscode";
import * as z from "zod";
import type { ServedTarget } from "#workbench/core/connections/connection.ts";

const foldersKey = "dynamiqRuns.servedFolders";
const foldersSchema = z.record(z.string(), z.string());

/** The folders with the runs of local apps. Each goes with its connection. */
export class RunFolders {
  readonly #storage: string;
  readonly #window: vscode.Memento;

  constructor(storage: string, window: vscode.Memento) {
    this.#storage = join(storage, "localApps");
    this.#window = window;
  }

  of({ folder, target }: ServedTarget): string {
    return join(this.#storage, slotOf(`${folder}\n${target}`));
  }

  /** Remembers which connection the runs of a target belong to. */
  async note(connectionId: string, { folder, target }: ServedTarget): Promise<void> {
    const slot = slotOf(`${folder}\n${target}`);
    if (this.#all[connectionId] !== slot) await this.#window.update(foldersKey, { ...this.#all, [connectionId]: slot });
  }

  /** Deletes those of removed connections, whichever window has removed them. */
  async removeOf(wasRemoved: (connectionId: string) => boolean): Promise<void> {
    const removed = Object.keys(this.#all).filter(wasRemoved);
    for (const id of removed) {
      const { [id]: slot, ...others } = this.#all;
      if (slot === undefined) continue;
      await rm(join(this.#storage, slot), { recursive: true, force: true, maxRetries: 3 });
      await this.#window.update(foldersKey, others);
    }
  }

  get #all(): Readonly<Record<string, string>> {
    return foldersSchema.safeParse(this.#window.get(foldersKey)).data ?? {};
  }
}

/** A folder's name for a target, whatever characters that has. */
function slotOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
