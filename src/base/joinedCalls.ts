/** Joins calls with the same key: while the first one is in progress, the others get its result. */
export class JoinedCalls<R> {
  readonly #going = new Map<string, Promise<R>>();

  run(key: string, act: () => Promise<R>): Promise<R> {
    const before = this.#going.get(key);
    if (before) return before;
    const acting = act().finally(() => this.#going.delete(key));
    this.#going.set(key, acting);
    return acting;
  }
}
