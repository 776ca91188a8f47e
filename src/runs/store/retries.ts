import type { ApiError } from "#api/errors.ts";

/** A read that has failed and is sent again. */
export interface Retry {
  readonly error: ApiError;
  /** In milliseconds, from its failure on. */
  readonly wait: number;
  /** When it is sent again, in milliseconds since the epoch. */
  readonly at: number;
}

/** The requests of one read that wait until they are sent again. */
export class Retries {
  readonly #now: () => number;
  readonly #changed: (retry: Retry | undefined) => void;
  readonly #sent: () => void;
  readonly #waiting = new Map<symbol, Retry>();

  /**
   * @param changed called with the request that waits longest; without one when none waits any more
   * @param sent called for each request, also for one that is sent again
   */
  constructor(now: () => number, changed: (retry: Retry | undefined) => void, sent: () => void = () => undefined) {
    this.#now = now;
    this.#changed = changed;
    this.#sent = sent;
  }

  /** Makes a request, which calls `onRetry` each time it failed and will be sent again. */
  async during<T>(request: (onRetry: (error: ApiError, wait: number) => void) => Promise<T>): Promise<T> {
    const key = Symbol("request");
    this.#sent();
    try {
      return await request((error, wait) => {
        this.#sent();
        this.#waiting.set(key, { error, wait, at: this.#now() + wait });
        this.#tell();
      });
    } finally {
      if (this.#waiting.delete(key)) this.#tell();
    }
  }

  #tell(): void {
    const [latest] = [...this.#waiting.values()].sort((a, b) => b.at - a.at);
    this.#changed(latest);
  }
}
