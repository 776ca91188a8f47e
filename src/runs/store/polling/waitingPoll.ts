import type { RunList } from "#runs/store/runList.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { countedQuery } from "#runs/store/storeView.ts";
import { Poller, type PollResult } from "./poller.ts";

/** The known runs of an app that wait for a person. */
export function waitingList(store: RunStore): RunList {
  return store.list(countedQuery("awaiting_input"));
}

/** Asks one app for runs that wait, and for nothing else: one request each time. */
export class WaitingPoll extends Poller {
  readonly store: RunStore;
  #isUrgent = false;

  constructor(store: RunStore) {
    super({ poll: () => this.#readWaiting() });
    this.store = store;
  }

  /** @param pace `often` while somebody looks, `rarely` in the background: at least once a minute */
  setPace(pace: "often" | "rarely" | "off"): void {
    const isUrgent = pace === "often";
    if (isUrgent && !this.#isUrgent) this.hurry();
    this.#isUrgent = isUrgent;
    this.setOn(pace !== "off");
  }

  async #readWaiting(): Promise<PollResult> {
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
