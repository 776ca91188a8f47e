import type { Clock } from "#api/http/clock.ts";
import { isTerminal } from "#model/status.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { inSightDelay, Poller, type PollResult } from "./poller.ts";

export interface StorePollerOptions {
  store(): RunStore | undefined;
  /** Called before each poll, to add the other lists in view. */
  prepare?(store: RunStore): void;
  clock?: Clock;
}

/** Keeps a store up to date while it is in view, after its first read, which others start. */
export class StorePoller extends Poller {
  readonly #options: StorePollerOptions;
  #polling = 0;

  constructor(options: StorePollerOptions) {
    super({ ...options, underWay: inSightDelay, quiet: inSightDelay, poll: () => this.#pollStore() });
    this.#options = options;
  }

  /** Handles changes of the store by others. If they show that the app responds again, the poller stops waiting. */
  note({ kind }: StoreChange): void {
    const state = this.#options.store()?.state.kind;
    if (this.#polling > 0) return;
    if (kind === "state" ? state === "ready" : state === "failed") this.hurry();
  }

  async #pollStore(): Promise<PollResult> {
    const store = this.#options.store();
    if (!store || store.state.kind === "idle") return "quiet";
    this.#options.prepare?.(store);
    const hadFailed = store.state.kind === "failed";
    let changed = false;
    const subscription = store.onDidChange(({ kind }) => (changed ||= kind !== "state"));
    this.#polling++;
    await store.refresh();
    this.#polling--;
    subscription.dispose();
    if (store.state.kind === "failed") return "failed";
    if (changed || hadFailed) return "changed";
    return store.runs().some(({ status }) => !isTerminal(status)) ? "underWay" : "quiet";
  }
}
