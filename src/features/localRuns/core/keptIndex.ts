import { Owner, toDisposable } from "#base/disposable.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { minute } from "#model/duration.ts";
import type { LocalRuns } from "./localRuns.ts";

/** In milliseconds: the posts of a live run come one after the other. */
const writeInterval = 5_000;

/**
 * Keeps the local index of this machine's runs: their traces are files here, so nobody has to load them. A run is read
 * when it has ended, and when nothing has come of any run for a minute, because its program may have been stopped.
 */
export class KeptIndex extends Owner {
  readonly #readAll: () => Promise<void>;
  readonly #asking = this.owned.add(new SpacedTask(() => void this.#read(), writeInterval));
  #isReading = false;
  #isAsked = false;
  #quiet: NodeJS.Timeout | undefined;

  /** @param readAll reads what the index lacks; failures aren't thrown */
  constructor(runs: Pick<LocalRuns, "onDidChange">, readAll: () => Promise<void>) {
    super();
    this.#readAll = readAll;
    this.owned.add(runs.onDidChange(() => this.ask()));
    this.owned.add(toDisposable(() => clearTimeout(this.#quiet)));
  }

  ask(): void {
    this.#asking.ask();
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#asking.ask(), minute);
    this.#quiet.unref();
  }

  /** What changes while the runs are read is read after them. */
  async #read(): Promise<void> {
    this.#isAsked = this.#isReading;
    if (this.#isReading) return;
    this.#isReading = true;
    await this.#readAll().finally(() => (this.#isReading = false));
    if (this.#isAsked) this.#asking.ask();
  }
}
