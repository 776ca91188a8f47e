/**
 * Milliseconds of work before the thread is given back: acknowledgements, input and other extensions wait no longer.
 */
const share = 3;

/** Long work that leaves the thread alive. */
export class ThreadShare {
  #until = performance.now() + share;

  /** It is time to `rest`. */
  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Lets everything else that waits for the thread have its turn. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#until = performance.now() + share;
  }
}
