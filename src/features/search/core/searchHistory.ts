import * as z from "zod";
import type { EntityStore } from "#storage/entityStore.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import type { StateFolder } from "#storage/stateFolder.ts";

const schema = z.object({ connectionId: z.string(), texts: z.array(z.string()) });

/** The searches of one connection, the last one first. */
export type KeptSearches = z.infer<typeof schema>;

const maxSearches = 20;

export interface SearchStores {
  searches: EntityStore<KeptSearches>;
}

export function searchStores(folder: StateFolder): SearchStores {
  return { searches: folder.entities("searches", { what: "searches", schema }) };
}

/** The last searches of each connection. All windows share them. */
export class SearchHistory {
  readonly #kept: Entities<KeptSearches>;

  constructor(kept: Entities<KeptSearches>) {
    this.#kept = kept;
  }

  list(connectionId: string): readonly string[] {
    return this.#kept.get(connectionId)?.texts ?? [];
  }

  /** @throws StorageError */
  async add(connectionId: string, text: string): Promise<void> {
    const trimmed = text.trim();
    if (trimmed === "") return;
    await this.#kept.update(connectionId, (before) => {
      const others = before?.texts.filter((each) => each !== trimmed) ?? [];
      return { connectionId, texts: [trimmed, ...others].slice(0, maxSearches) };
    });
  }
}
