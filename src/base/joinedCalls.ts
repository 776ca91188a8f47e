/** Joins calls with the same key: while the first one is in progress, the others get its result, or its failure. */
export class JoinedCalls<R> {
  readonly #going = new Map<string, Promise<R>>();

  /** The call in progress. */
  get(key: string): Promise<R> | undefined {
    return this.#going.get(key);
  }

  /** @param key what the calls that are joined have in common; empty if all are */
  run(key: string, act: () => Promise<R>): Promise<R> {
    const before = this.#going.get(key);
    if (before) return before;
    const acting = act().finally(() => this.#going.delete(key));
    this.#going.set(key, acting);
    return acting;
  }
}
