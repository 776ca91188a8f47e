import { createHash } from "node:crypto";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { countedQuery } from "#runs/store/storeView.ts";
import { Poller, type PollResult } from "./poller.ts";

/** The known runs of an app that wait for a person. */
export function waitingList(store: RunStore): RunList {
  return store.list(countedQuery("awaiting_input"));
}

/** The turns of all windows: in the background, one of them asks for all. */
export interface WaitingTurns {
  /** @param known what this window knows. @returns whether it has to ask */
  take(known: string): Promise<boolean>;
  /** @param found what the app said to this window */
  note(found: string): Promise<void>;
}

/** Asks one app for runs that wait, and for nothing else: one request each time. */
export class WaitingPoll extends Poller {
  readonly store: RunStore;
  readonly #turns: WaitingTurns | undefined;
  #isUrgent = false;

  /** @param turns absent where a person always looks */
  constructor(store: RunStore, turns?: WaitingTurns) {
    super({ poll: () => this.#readWaiting() });
    this.store = store;
    this.#turns = turns;
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
    // Nobody looks, so another window may ask.
    if (!this.#isUrgent && this.#turns && !(await this.#turns.take(markOf(before)))) return "quiet";
    await this.store.read(before.query);
    const now = waitingList(this.store);
    if (now.error) return "failed";
    await this.#turns?.note(markOf(now));
    // In the background the setting promises one request a minute, also when runs change all the time.
    if (!this.#isUrgent) return "quiet";
    return sameRuns(before, now) ? "underWay" : "changed";
  }
}

/** A mark that is equal for the same questions; empty for a list that wasn't read. */
function markOf({ isRead, count, runs }: RunList): string {
  if (!isRead) return "";
  const asked = runs.map((run) => [run.id, pendingInputRequests(run).map(({ id }) => id)]);
  return createHash("sha256")
    .update(JSON.stringify([count, asked]))
    .digest("base64url");
}

function sameRuns(a: RunList, b: RunList): boolean {
  return a.count === b.count && a.runs.length === b.runs.length && a.runs.every((run, index) => run === b.runs[index]);
}
