/** Runs tasks with the same key one after the other, in the order in which they were requested. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<void>>();

  /** @returns the result of `act`. The failure of an earlier task doesn't affect it */
  take<R>(key: string, act: () => Promise<R>): Promise<R> {
    const acting = (this.#last.get(key) ?? Promise.resolve()).then(act);
    const leave = (): void => {
      if (this.#last.get(key) === done) this.#last.delete(key);
    };
    const done: Promise<void> = acting.then(leave, leave);
    this.#last.set(key, done);
    return acting;
  }

  /** Waits until no task is running. */
  async settled(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}
