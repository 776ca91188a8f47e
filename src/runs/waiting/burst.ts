import type { Disposable } from "../../base/disposable.ts";

export interface BurstOptions<T> {
  /** Takes what has gathered. @returns whether somebody was disturbed by it, so that the next burst waits longer */
  flush(items: T[]): boolean;
  /** How long to gather, in milliseconds. */
  gather(): number;
  /** The least time between two that disturb, in milliseconds. */
  gap: number;
}

/** Gathers what comes in bursts, each once by its key, and hands it on together, not too often. */
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
    const wait = Math.max(this.#options.gather(), this.#last + this.#options.gap - Date.now());
    this.#timer = setTimeout(() => this.#flush(), wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#items.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    const items = [...this.#items.values()];
    this.#items.clear();
    if (this.#options.flush(items)) this.#last = Date.now();
  }
}
