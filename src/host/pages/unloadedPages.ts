import type * as vscode from "vscode";
import { readListOf } from "#base/stored.ts";
import type { PageKind } from "./definePage.ts";

/** Whoever closes a window can leave some behind, which VS Code doesn't bring back in every setting. */
const maxUnloadedPages = 50;

/**
 * What panels show whose page has kept nothing yet: VS Code stores a tab at once, but for its page only what the page
 * itself keeps. A panel that is left before that comes back after a window reload without a word of what it showed.
 */
export class UnloadedPages<Memory extends object> {
  readonly #window: vscode.Memento;
  readonly #key: string;
  #memories: readonly Memory[];

  constructor(window: vscode.Memento, page: Pick<PageKind<Memory, never>, "id" | "memory">) {
    this.#window = window;
    this.#key = `dynamiqRuns.unloadedPages.${page.id}`;
    this.#memories = readListOf(page.memory, window.get(this.#key));
  }

  [Symbol.iterator](): Iterator<Memory> {
    return this.#memories.values();
  }

  async add(memory: Memory): Promise<void> {
    await this.#write([...this.#memories, memory].slice(-maxUnloadedPages));
  }

  /** Forgets what the page keeps from now on, or a panel that was closed. It may be unknown. */
  async delete(memory: Memory): Promise<void> {
    const left = this.#memories.filter((each) => each !== memory);
    if (left.length < this.#memories.length) await this.#write(left);
  }

  async #write(memories: readonly Memory[]): Promise<void> {
    this.#memories = memories;
    await this.#window.update(this.#key, memories.length > 0 ? memories : undefined);
  }
}
