import type { TellingStorage } from "./toldRequests.ts";

interface Started {
  connectionId: string;
  runId: string;
  /** Its end was told, or nobody wanted to hear of it. */
  hasEnded?: true;
}

const key = "dynamiqRuns.startedRuns";
/** So many runs are remembered. */
const mostRuns = 500;

/** The runs that were started from here, in any window, over reloads. */
export class StartedRuns {
  readonly #storage: TellingStorage;
  readonly #onError: (error: unknown) => void;

  constructor(storage: TellingStorage, onError: (error: unknown) => void) {
    this.#storage = storage;
    this.#onError = onError;
  }

  add(connectionId: string, runId: string): void {
    if (!this.has(connectionId, runId)) this.#write([...this.#read(), { connectionId, runId }]);
  }

  has(connectionId: string, runId: string): boolean {
    return this.#read().some((run) => run.connectionId === connectionId && run.runId === runId);
  }

  /** Those whose end is still to be told. */
  underWay(connectionId: string): string[] {
    return this.#read().flatMap((run) => (run.connectionId === connectionId && !run.hasEnded ? [run.runId] : []));
  }

  setEnded(connectionId: string, runId: string): void {
    const isOver = (run: Started): boolean => run.connectionId === connectionId && run.runId === runId;
    this.#write(this.#read().map((run) => (isOver(run) ? { ...run, hasEnded: true } : run)));
  }

  /** Forgets a connection that was removed. */
  forget(connectionId: string): void {
    const all = this.#read();
    const others = all.filter((run) => run.connectionId !== connectionId);
    if (others.length < all.length) this.#write(others);
  }

  /** As it is now: another window may have written it. */
  #read(): Started[] {
    const stored = this.#storage.get(key);
    return Array.isArray(stored) ? stored.filter(isStarted) : [];
  }

  #write(runs: readonly Started[]): void {
    this.#storage.update(key, runs.slice(-mostRuns)).then(undefined, this.#onError);
  }
}

function isStarted(value: unknown): value is Started {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, runId } = value as Partial<Record<keyof Started, unknown>>;
  return typeof connectionId === "string" && typeof runId === "string";
}
