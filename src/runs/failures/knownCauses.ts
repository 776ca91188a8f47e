import * as z from "zod";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { Entities } from "#storage/memoryEntities.ts";

export const knownCauseSchema = z.object({
  connectionId: z.string(),
  /** Empty without one. */
  note: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
});
export type KnownCause = z.infer<typeof knownCauseSchema>;

export const seenCausesSchema = z.object({ connectionId: z.string(), seen: z.record(z.string(), z.number()) });

/** The causes of one connection that a person has seen, by their ids, with the time of the first look. */
export type SeenCauses = z.infer<typeof seenCausesSchema>;

/** How many marks are kept, those that were written last. */
export const maxKnownCauses = 2_000;
/** How many seen causes are kept of each connection. */
const maxSeenCauses = 5_000;
/** In characters. */
const maxNoteLength = 500;

interface CauseStores {
  known: Entities<KnownCause>;
  seen: Entities<SeenCauses>;
}

/** The causes that people know and have seen, in all windows. A cause is new until the next look. */
export class KnownCauses extends Owner {
  readonly #stores: CauseStores;
  readonly #changed = this.owned.add(new Emitter<string>());
  /** The causes that were seen before the current look, by connection. */
  readonly #before = new Map<string, ReadonlySet<string> | undefined>();
  /** Fires with the id of the connection whose marks have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(stores: CauseStores) {
    super();
    this.#stores = stores;
    this.owned.add(
      stores.known.onDidChange((ids) => {
        for (const id of new Set(ids.map((each) => (JSON.parse(each) as [string])[0]))) this.#changed.fire(id);
      }),
    );
  }

  /** The mark of a cause; `undefined` if nobody marked it. */
  known(connectionId: string, causeId: string): KnownCause | undefined {
    return this.#stores.known.get(idOf(connectionId, causeId));
  }

  /** Marks a cause. A second mark replaces the note. @throws StorageError */
  async mark(connectionId: string, causeId: string, note: string, at = Date.now()): Promise<void> {
    const mark = { connectionId, note: note.trim().slice(0, maxNoteLength), at };
    await this.#stores.known.put(idOf(connectionId, causeId), mark);
    this.#changed.fire(connectionId);
  }

  /** Takes the mark away. @throws StorageError */
  async unmark(connectionId: string, causeId: string): Promise<void> {
    await this.#stores.known.delete(idOf(connectionId, causeId));
    this.#changed.fire(connectionId);
  }

  /** Whether a cause wasn't there at the last look. At the first look, none is new. */
  isNew(connectionId: string, causeId: string): boolean {
    return this.#seenBefore(connectionId)?.has(causeId) === false;
  }

  /** Begins another look: what was shown until now isn't new any more. */
  look(connectionId: string): void {
    this.#before.delete(connectionId);
  }

  /** Keeps that causes were shown. They stay new in this window until the next look. */
  shown(connectionId: string, causes: readonly { readonly id: string }[]): void {
    this.#seenBefore(connectionId);
    const seen = this.#stores.seen.get(connectionId)?.seen ?? {};
    const newIds = causes.map(({ id }) => id).filter((id) => !Object.hasOwn(seen, id));
    if (newIds.length === 0 && this.#stores.seen.get(connectionId)) return;
    const at = Date.now();
    this.#stores.seen
      .update(connectionId, (before) => ({ connectionId, seen: withSeen(before?.seen ?? {}, newIds, at) }))
      .catch(onUnexpectedError);
  }

  #seenBefore(connectionId: string): ReadonlySet<string> | undefined {
    if (!this.#before.has(connectionId)) {
      const stored = this.#stores.seen.get(connectionId);
      this.#before.set(connectionId, stored && new Set(Object.keys(stored.seen)));
    }
    return this.#before.get(connectionId);
  }
}

/** Adds seen causes. With too many, those that were seen first are left out. */
function withSeen(seen: Record<string, number>, fresh: readonly string[], at: number): Record<string, number> {
  const all = Object.entries({ ...Object.fromEntries(fresh.map((id) => [id, at])), ...seen });
  return Object.fromEntries(all.toSorted(([, a], [, b]) => b - a).slice(0, maxSeenCauses));
}

function idOf(connectionId: string, causeId: string): string {
  return JSON.stringify([connectionId, causeId]);
}
