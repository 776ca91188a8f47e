/** Lets acts under the same key happen one after the other, in the order in which they were asked for. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** @returns what `act` does; a failure of one before it is not its own */
  take<R>(key: string, act: () => Promise<R>): Promise<R> {
    const acting = (this.#last.get(key) ?? Promise.resolve()).then(act);
    const leave = (): void => void (this.#last.get(key) === done && this.#last.delete(key));
    const done: Promise<void> = acting.then(leave, leave);
    this.#last.set(key, done);
    return acting;
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}
