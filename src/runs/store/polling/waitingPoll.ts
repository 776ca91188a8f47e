import type { Disposable } from "../../../base/disposable.ts";
import type { RunList } from "../runList.ts";
import type { RunStore } from "../runStore.ts";
import { countedQuery } from "../storeView.ts";
import { Poller, type PollResult } from "./poller.ts";

/** The known runs of an app that wait for a person. */
export function waitingList(store: RunStore): RunList {
  return store.list(countedQuery("awaiting_input"));
}

/** Asks one app for runs that wait, and for nothing else: one request each time. */
export class WaitingPoll implements Disposable {
  readonly store: RunStore;
  readonly #poller = new Poller({ poll: () => this.#poll() });
  #isUrgent = false;

  constructor(store: RunStore) {
    this.store = store;
  }

  /** @param pace `often` while somebody looks, `rarely` in the background: at least once a minute */
  setPace(pace: "often" | "rarely" | "off"): void {
    const isUrgent = pace === "often";
    if (isUrgent && !this.#isUrgent) this.#poller.hurry();
    this.#isUrgent = isUrgent;
    this.#poller.setOn(pace !== "off");
  }

  dispose(): void {
    this.#poller.dispose();
  }

  async #poll(): Promise<PollResult> {
    const before = waitingList(this.store);
    await this.store.read(before.query);
    const now = waitingList(this.store);
    if (now.error) return "failed";
    // In the background the setting promises one request a minute, also when runs change all the time.
    if (!this.#isUrgent) return "quiet";
    return sameRuns(before, now) ? "underWay" : "changed";
  }
}

function sameRuns(a: RunList, b: RunList): boolean {
  return a.count === b.count && a.runs.length === b.runs.length && a.runs.every((run, place) => run === b.runs[place]);
}
