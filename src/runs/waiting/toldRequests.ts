/** Where it is kept: VS Code's `Memento` fits. */
export interface TellingStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

interface Told {
  /** The app's address: another app behind the same connection starts anew. */
  origin: string;
  /** The runs that wait there were read once. */
  isRead: boolean;
  /** Of requests, the newest last. */
  ids: readonly string[];
}

const prefix = "dynamiqRuns.told.";
/** So many requests of a connection are remembered. */
const mostIds = 1000;

/**
 * Of which requests the person was told, over reloads and in all windows. What waits already when an app is looked at for
 * the first time is no news.
 */
export class ToldRequests {
  readonly #storage: TellingStorage;
  readonly #onError: (error: unknown) => void;

  constructor(storage: TellingStorage, onError: (error: unknown) => void) {
    this.#storage = storage;
    this.#onError = onError;
  }

  /**
   * Those of an app's requests that nobody was told of.
   *
   * @param isRead whether `ids` are all that wait there, so that the first ones are known from then on
   */
  fresh(connectionId: string, origin: string, ids: readonly string[], isRead: boolean): string[] {
    const told = this.#read(connectionId, origin);
    if (isRead && !told.isRead) {
      this.#write(connectionId, { ...told, isRead, ids: merged(told.ids, ids) });
      return [];
    }
    const known = new Set(told.ids);
    return ids.filter((id) => !known.has(id));
  }

  remember(connectionId: string, origin: string, ids: readonly string[]): void {
    const told = this.#read(connectionId, origin);
    this.#write(connectionId, { ...told, ids: merged(told.ids, ids) });
  }

  /** Forgets a connection that was removed. */
  forget(connectionId: string): void {
    if (this.#storage.get(prefix + connectionId) === undefined) return;
    this.#storage.update(prefix + connectionId, undefined).then(undefined, this.#onError);
  }

  /** As it is now: another window may have written it. */
  #read(connectionId: string, origin: string): Told {
    const stored = this.#storage.get(prefix + connectionId);
    return isTold(stored) && stored.origin === origin ? stored : { origin, isRead: false, ids: [] };
  }

  #write(connectionId: string, told: Told): void {
    this.#storage.update(prefix + connectionId, told).then(undefined, this.#onError);
  }
}

function merged(before: readonly string[], ids: readonly string[]): string[] {
  return [...new Set([...before, ...ids])].slice(-mostIds);
}

function isTold(value: unknown): value is Told {
  if (typeof value !== "object" || value === null) return false;
  const { origin, isRead, ids } = value as Partial<Record<keyof Told, unknown>>;
  return typeof origin === "string" && typeof isRead === "boolean" && Array.isArray(ids) && ids.every((id) => typeof id === "string");
}
