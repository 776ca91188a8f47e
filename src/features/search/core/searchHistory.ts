import * as z from "zod";
import type { EntityStore } from "#storage/entityStore.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import type { StateFolder } from "#storage/stateFolder.ts";
import { type NamedConnections, shownQuery, storedQuery } from "#workbench/core/connections/storedQuery.ts";

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

/** The last searches of each connection. All windows share them. Like saved views, they name connections by their ids. */
export class SearchHistory {
  readonly #kept: Entities<KeptSearches>;
  readonly #connections: NamedConnections;

  constructor(kept: Entities<KeptSearches>, connections: NamedConnections) {
    this.#kept = kept;
    this.#connections = connections;
  }

  list(connectionId: string): readonly string[] {
    const texts = this.#kept.get(connectionId)?.texts ?? [];
    return texts.flatMap((text) => shownQuery(this.#connections, text) ?? []);
  }

  /** @throws StorageError */
  async add(connectionId: string, text: string): Promise<void> {
    const stored = storedQuery(this.#connections, text.trim());
    if (stored === "") return;
    await this.#kept.update(connectionId, (before) => {
      const others = before?.texts.filter((each) => each !== stored) ?? [];
      return { connectionId, texts: [stored, ...others].slice(0, maxSearches) };
    });
  }
}
