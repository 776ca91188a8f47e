import type { Disposable } from "../../../base/disposable.ts";
import { isTerminal } from "../../../model/status.ts";
import type { RunStore } from "../runStore.ts";
import { Poller, type PollResult } from "./poller.ts";

/** In milliseconds: what was read this recently isn't read again, and the longest delay between two looks. */
const fresh = 3_000;
const longest = 60_000;

/**
 * Follows runs that were created here and have no stream of their own to their end, whatever is in sight. All of them
 * share a look at the list now and then: often while they end, once a minute when nothing happens, not at all
 * afterwards.
 */
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
    // Only an end counts, since each run has one: a run whose record changes all the time isn't read all the time.
    return ended.length > 0 ? "changed" : "underWay";
  }

  /** The explorer has just read them. */
  get #isFresh(): boolean {
    const { kind, at = 0 } = this.#store.state;
    return kind === "ready" && Date.now() - at < fresh;
  }

  /** A run that the store has forgotten isn't listed by the app any more. */
  #hasEnded(id: string): boolean {
    const run = this.#store.get(id);
    return !run || isTerminal(run.status);
  }
}
