/**
 * When each app of a list of several is read. At first each one is asked once, for its newest runs, so that the rows of
 * all are there within seconds. Everything else shares a budget of requests, from which those first ones are taken.
 */

import type { Clock } from "#api/http/clock.ts";
import { Owner } from "#base/disposable.ts";
import { inParallel } from "#base/inParallel.ts";
import { isTerminal } from "#model/status.ts";
import { inSightDelay, Poller, type PollResult, type Sight } from "#runs/store/polling/poller.ts";
import { RequestBudget } from "#runs/store/polling/requestBudget.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { countedQuery } from "#runs/store/storeView.ts";

/** One of the apps whose runs are in one list. */
export interface AppOfList {
  readonly connectionId: string;
  readonly store: RunStore;
}

/** The most requests in a minute that the list makes by itself; in its first minute at least one for each app. */
export const requestsPerMinute = 30;
/** So many apps are read at once at first, and when a person asks. */
export const appsAtOnce = 4;
/** In milliseconds: how long polls leave out an app that can't be read, and an app that was read isn't read at first. */
const rest = 60_000;
const waiting = countedQuery("awaiting_input");

export class AppReads extends Owner {
  readonly #clock: Pick<Clock, "now">;
  readonly #budget: RequestBudget;
  readonly #poller: Poller;
  /** In the order in which they are read first. */
  #apps: readonly AppOfList[] = [];
  #hasBegun = false;
  /** How many requests of each app were counted. */
  readonly #counted = new WeakMap<RunStore, number>();
  readonly #reading = new Set<RunStore>();
  /** The apps that this round of polls still has to read, and all in the order of their last turns. */
  #due: readonly AppOfList[] = [];
  readonly #turns = new Set<string>();
  /** Whether a poll has brought something new. */
  #hasChanged = false;

  constructor(clock?: Clock) {
    super();
    this.#clock = clock ?? { now: Date.now };
    this.#budget = new RequestBudget(requestsPerMinute, clock);
    const options = { underWay: inSightDelay, quiet: inSightDelay, poll: () => this.#poll() };
    this.#poller = this.owned.add(new Poller(clock ? { ...options, clock } : options));
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** @param added those that weren't there before, which are read now if the others were. Without any app it begins anew. */
  setApps(apps: readonly AppOfList[], added: readonly AppOfList[]): void {
    this.#apps = apps;
    this.#due = this.#due.filter(({ store }) => this.#has(store));
    this.#hasBegun &&= apps.length > 0;
    for (const { store } of added) this.#counted.set(store, store.requests);
    if (this.#hasBegun) void this.#readNewest(added);
  }

  /** Asks each app once. @returns when all have responded */
  begin(): Promise<void> {
    this.#hasBegun = true;
    return this.#readNewest(this.#apps);
  }

  /** Reads apps at once, as a person has asked for it. What wasn't read of them before is left to the polls. */
  async readNow(apps: readonly AppOfList[]): Promise<void> {
    this.#hasBegun = true;
    await inParallel(apps, appsAtOnce, async (app) => {
      await this.#during(app, () => (app.store.hasUnreadLists ? app.store.readNewest() : app.store.refresh()));
    });
  }

  /** Notes that a read has brought something new to an app. */
  noteChange(store: RunStore): void {
    if (this.#reading.has(store)) this.#hasChanged = true;
  }

  /** Polls as long as the list is in sight. */
  setSight(sight: Sight): void {
    if (sight === "off") this.#due = [];
    this.#poller.setSight(sight);
  }

  hurry(): void {
    this.#poller.hurry();
  }

  /** Spends what any read of the apps has cost; for one that goes on, at least what was reserved. */
  count(): void {
    for (const { store } of this.#apps) {
      const more = store.requests - this.#countedOf(store);
      if (more < 0 && this.#reading.has(store)) continue;
      this.#budget.spend(more);
      this.#counted.set(store, store.requests);
    }
  }

  #has(store: RunStore): boolean {
    return this.#apps.some((app) => app.store === store);
  }

  #countedOf(store: RunStore): number {
    return this.#counted.get(store) ?? 0;
  }

  /** Asks each app once, whatever the budget says, unless that was done just now. */
  async #readNewest(apps: readonly AppOfList[]): Promise<void> {
    const old = apps.filter((app) => this.#isOld(app));
    for (const { store } of old) this.#reserve(store, 1);
    await inParallel(old, appsAtOnce, async (app) => {
      const { store } = app;
      // The person may have chosen others meanwhile.
      if (!this.#has(store)) return void this.#reading.delete(store);
      const retries = Promise.withResolvers<void>();
      const following = store.onDidChange(() => store.state.retry && retries.resolve());
      // The others don't wait until an app is asked again.
      await Promise.race([this.#during(app, () => store.readNewest()), retries.promise]);
      following.dispose();
    });
  }

  async #during({ connectionId, store }: AppOfList, read: () => Promise<void>): Promise<void> {
    this.#turns.delete(connectionId);
    this.#turns.add(connectionId);
    this.#reading.add(store);
    await read();
    this.#reading.delete(store);
    this.count();
  }

  /** Spends what a read will cost before it begins. */
  #reserve(store: RunStore, cost: number): void {
    this.#reading.add(store);
    this.#budget.spend(cost);
    this.#counted.set(store, this.#countedOf(store) + cost);
  }

  /** Reads the apps whose turn it is, as far as the budget allows. It doesn't wait for them. */
  #poll(): Promise<PollResult> {
    const places = new Map([...this.#turns].map((id, place) => [id, place]));
    const placeOf = ({ connectionId }: AppOfList): number => places.get(connectionId) ?? -1;
    const byTurn = this.#hasBegun ? this.#apps.toSorted((a, b) => placeOf(a) - placeOf(b)) : [];
    // What waits in an app is known before the others are read again.
    const [known, unknown] = [byTurn.filter(isKnown), byTurn.filter((app) => !isKnown(app))];
    this.#due = [...unknown, ...known];
    this.#continue();
    const hasChanged = this.#hasChanged;
    this.#hasChanged = false;
    // What wasn't read yet is read as soon as the budget allows it.
    const isLoading = unknown.some((app) => !this.#rests(app)) || known.some(({ store }) => store.hasUnreadLists);
    if (hasChanged || isLoading) return Promise.resolve("changed");
    const isUnderWay = this.#apps.some(({ store }) => store.runs().some(({ status }) => !isTerminal(status)));
    return Promise.resolve(isUnderWay ? "underWay" : "quiet");
  }

  #continue(): void {
    this.count();
    for (;;) {
      const next = this.#due.find((app) => !this.#reading.has(app.store) && !this.#rests(app));
      if (!next) return;
      const { cost, read } = nextRead(next.store);
      if (!this.#budget.allows(cost)) return;
      this.#due = this.#due.filter((app) => app !== next);
      this.#reserve(next.store, cost);
      void this.#during(next, read).then(() => this.#continue());
    }
  }

  /** Whether the newest runs of an app aren't known, or were read a while ago. */
  #isOld({ store: { state } }: AppOfList): boolean {
    return state.kind !== "ready" || !this.#isRecent(state.at);
  }

  /** An app that can't be read is tried again less often. */
  #rests({ store: { state } }: AppOfList): boolean {
    return state.kind === "failed" && this.#isRecent(state.at);
  }

  #isRecent(at = 0): boolean {
    const age = this.#clock.now() - at;
    // The clock may have been set back since.
    return age >= 0 && age < rest;
  }
}

/** What is read next of an app, and how many requests that takes. */
function nextRead(store: RunStore): { cost: number; read: () => Promise<void> } {
  if (store.state.kind !== "ready") return { cost: 1, read: () => store.readNewest() };
  if (!isKnown({ store })) return { cost: 1, read: () => store.read(waiting) };
  return { cost: store.refreshCost, read: () => store.refresh() };
}

/** Whether an app has said what its newest runs are and which ones wait, as far as it can. */
function isKnown({ store }: Pick<AppOfList, "store">): boolean {
  const { isRead, error } = store.list(waiting);
  return store.state.kind === "ready" && (isRead || error !== undefined);
}
