import { Emitter } from "#base/emitter.ts";
import type { EntityStore } from "./entityStore.ts";

/** Entities, wherever they are stored: what code needs that works with stored and with passing ones. */
export type Entities<T> = Pick<
  EntityStore<T>,
  "get" | "entries" | "put" | "delete" | "update" | "forget" | "onDidChange"
>;

/** Entities that end with the process, for one that shares nothing with another. */
export class MemoryEntities<T> implements Entities<T> {
  readonly #values = new Map<string, T>();
  /** Never fires: no other window changes these. */
  readonly onDidChange = new Emitter<readonly string[]>().event;

  get(id: string): T | undefined {
    return this.#values.get(id);
  }

  entries(): [string, T][] {
    return [...this.#values];
  }

  async put(id: string, value: T): Promise<void> {
    this.#values.set(id, value);
  }

  async delete(id: string): Promise<void> {
    this.#values.delete(id);
  }

  async update(id: string, change: (before: T | undefined) => T | undefined): Promise<T | undefined> {
    const after = change(this.#values.get(id));
    if (after === undefined) this.#values.delete(id);
    else this.#values.set(id, after);
    return after;
  }

  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#values.delete(id);
  }
}
