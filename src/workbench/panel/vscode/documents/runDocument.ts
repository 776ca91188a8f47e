import type { Run } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { isTerminal } from "#model/status.ts";
import type { RunStore } from "#runs/store/runStore.ts";

export interface RunDocumentOptions {
  runId: string;
  read: () => Promise<Run>;
  /** Returns the document's text for a version of the run. */
  write: (run: Run) => string;
  /** The store with newer versions of the run; absent for a run from a file. */
  store?: RunStore;
  onChange: () => void;
}

/** The text of an open document: written once, and again for each new version of the run in the store until its end. */
export class RunDocument implements Disposable {
  readonly #options: RunDocumentOptions;
  #text: string | undefined;
  #subscription: Disposable | undefined;
  #seen: Run | undefined;
  #reads = 0;
  #isClosed = false;

  constructor(options: RunDocumentOptions) {
    this.#options = options;
  }

  /** @throws what reading the run throws */
  async text(): Promise<string> {
    return this.#text ?? (await this.refresh());
  }

  /** @throws what reading the run throws */
  async refresh(): Promise<string> {
    const { read, write, store, onChange } = this.#options;
    const number = ++this.#reads;
    const run = await read();
    const text = write(run);
    // Responses may overtake each other: a later read has finished or is in progress.
    if (number !== this.#reads && this.#text !== undefined) return this.#text;
    const changed = this.#text !== undefined && this.#text !== text;
    this.#text = text;
    if (store) this.#follow(store, run);
    if (changed) onChange();
    return text;
  }

  dispose(): void {
    this.#isClosed = true;
    this.#subscription?.dispose();
  }

  #follow(store: RunStore, run: Run): void {
    this.#seen = run;
    store.upsert(run);
    if (this.#isClosed || isTerminal(run.status)) this.#subscription?.dispose();
    else this.#subscription ??= this.#subscribe(store);
  }

  #subscribe(store: RunStore): Disposable {
    const look = (): void => {
      const now = store.get(this.#options.runId);
      if (!now || now === this.#seen || sameJson(now, this.#seen)) return;
      this.#seen = now;
      this.refresh().then(undefined, (error: unknown) => {
        if (this.#isClosed) return;
        // The next change in the store starts another attempt.
        this.#seen = undefined;
        onUnexpectedError(error);
      });
    };
    // The run may have ended while this version of it was read.
    look();
    return store.onDidChange(look);
  }
}
