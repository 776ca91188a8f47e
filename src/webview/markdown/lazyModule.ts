/** A module that is loaded at its first use. While it loads, or if it can't be loaded, `get` says so. */
export class LazyModule<T extends object> {
  readonly #load: () => Promise<T>;
  readonly #onFailed: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #state: T | "loading" | "failed" = "loading";
  #isLoading = false;

  constructor(load: () => Promise<T>, onFailed: (error: unknown) => void) {
    this.#load = load;
    this.#onFailed = onFailed;
  }

  get(): T | "loading" | "failed" {
    return this.#state;
  }

  /** Calls back after each change, and loads the module for the first listener. After a failure, the next one tries again. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#isLoading && typeof this.#state === "string") void this.#begin();
    return () => this.#listeners.delete(listener);
  }

  async #begin(): Promise<void> {
    this.#isLoading = true;
    try {
      this.#state = await this.#load();
    } catch (error) {
      this.#state = "failed";
      this.#onFailed(error);
    }
    this.#isLoading = false;
    for (const listener of this.#listeners) listener();
  }
}
