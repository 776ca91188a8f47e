import type { Clock } from "../../../api/http/clock.ts";
import type { Disposable } from "../../../base/disposable.ts";
import { isTerminal } from "../../../model/status.ts";
import type { StoreChange } from "../knownRuns.ts";
import type { RunStore } from "../runStore.ts";
import { Poller, type PollResult } from "./poller.ts";

export interface StorePollerOptions {
  store(): RunStore | undefined;
  /** Called before each poll, to add the other lists in view. */
  prepare?(store: RunStore): void;
  clock?: Clock;
}

/** Keeps a store up to date while it is in view, after its first read, which others start. */
export class StorePoller implements Disposable {
  readonly #options: StorePollerOptions;
  readonly #poller: Poller;
  #polling = 0;

  constructor(options: StorePollerOptions) {
    this.#options = options;
    this.#poller = new Poller({ ...options, poll: () => this.#poll() });
  }

  setOn(isOn: boolean): void {
    this.#poller.setOn(isOn);
  }

  /** Another view is shown, so the delays learned for the last one don't apply. */
  hurry(): void {
    this.#poller.hurry();
  }

  /** Handles changes of the store by others. If they show that the app responds again, the poller stops waiting. */
  note({ kind }: StoreChange): void {
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
