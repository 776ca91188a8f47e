import type { Disposable } from "../../../base/disposable.ts";
import { isTerminal } from "../../../model/status.ts";
import type { RunStore } from "../runStore.ts";
import { Poller, type PollResult } from "./poller.ts";

/** In milliseconds: a list that was read so recently isn't read again, and no delay between two polls is longer. */
const fresh = 3_000;
const longest = 60_000;

/** Follows runs that were created without a stream to their end, whatever is in view, by shared reads of the list. */
export class CreatedRuns implements Disposable {
  readonly #store: RunStore;
  readonly #ids = new Set<string>();
  readonly #poller = new Poller({ poll: () => this.#poll(), underWay: longest });

  constructor(store: RunStore) {
    this.#store = store;
  }

  add(runId: string): void {
    this.#ids.add(runId);
    this.#poller.setOn(true);
    this.#poller.hurry();
  }

  dispose(): void {
    this.#poller.dispose();
  }

  async #poll(): Promise<PollResult> {
    const error = this.#isFresh ? undefined : await this.#store.readUnderWay();
    if (error) return "failed";
    const ended = [...this.#ids].filter((id) => this.#hasEnded(id));
    for (const id of ended) this.#ids.delete(id);
    if (this.#ids.size === 0) this.#poller.setOn(false);
    // Only ends count, since each run has one: a run that changes all the time must not cause constant requests.
    return ended.length > 0 ? "changed" : "underWay";
  }

  /** The explorer has just read them. */
  get #isFresh(): boolean {
    const { kind, at = 0 } = this.#store.state;
    const age = Date.now() - at;
    // The clock may have been set back since.
    return kind === "ready" && age >= 0 && age < fresh;
  }

  /** A run that the store has removed isn't listed by the app any more. */
  #hasEnded(id: string): boolean {
    const run = this.#store.get(id);
    return !run || isTerminal(run.status);
  }
}
