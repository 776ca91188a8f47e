import type { Disposable } from "../../../base/disposable.ts";
import { isTerminal } from "../../../model/status.ts";
import type { StoreChange } from "../knownRuns.ts";
import type { RunStore } from "../runStore.ts";
import { Poller, type PollResult } from "./poller.ts";

export interface StorePollerOptions {
  /** The store to look at now. */
  store(): RunStore | undefined;
  /** Called before each poll: what else is in sight. */
  prepare?(store: RunStore): void;
}

/** Keeps a store up to date while somebody looks: after its first read, which is not the poller's. */
export class StorePoller implements Disposable {
  readonly #options: StorePollerOptions;
  readonly #poller = new Poller({ poll: () => this.#poll() });
  #polling = 0;

  constructor(options: StorePollerOptions) {
    this.#options = options;
  }

  setOn(isOn: boolean): void {
    this.#poller.setOn(isOn);
  }

  /** Something else is looked at: what was learned of how often that changes says nothing of this. */
  hurry(): void {
    this.#poller.hurry();
  }

  /** Takes what others changed in the store. When that shows that the app answers again, waiting on makes no sense. */
  hear({ kind }: StoreChange): void {
    const state = this.#options.store()?.state.kind;
    if (this.#polling > 0) return;
    if (kind === "state" ? state === "ready" : state === "failed") this.hurry();
  }

  dispose(): void {
    this.#poller.dispose();
  }

  async #poll(): Promise<PollResult> {
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
