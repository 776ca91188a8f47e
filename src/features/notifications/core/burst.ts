import type { Disposable } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";

/** The least time between two interruptions, in milliseconds. */
const minGap = 10_000;

interface BurstOptions<T> {
  /** Receives the gathered items. @returns whether the person was interrupted, so that the next burst waits longer */
  flush(items: T[]): boolean | Promise<boolean>;
  /** How long to gather, in milliseconds. */
  gather(): number;
}

/** Gathers items that come in bursts, each once by its key, and passes them on together, not too often. */
export class Burst<T> implements Disposable {
  readonly #options: BurstOptions<T>;
  readonly #items = new Map<string, T>();
  #timer: NodeJS.Timeout | undefined;
  #last = -Infinity;

  constructor(options: BurstOptions<T>) {
    this.#options = options;
  }

  add(key: string, item: T): void {
    this.#items.set(key, item);
    if (this.#timer !== undefined) return;
    const wait = Math.max(this.#options.gather(), this.#last + minGap - performance.now());
    this.#timer = setTimeout(() => void this.#flush().catch(onUnexpectedError), wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#items.clear();
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const items = [...this.#items.values()];
    this.#items.clear();
    const before = this.#last;
    // Until the result is known, we assume that the person was interrupted.
    this.#last = performance.now();
    let isDisturbed = false;
    try {
      isDisturbed = await this.#options.flush(items);
    } finally {
      if (!isDisturbed) this.#last = before;
    }
  }
}
