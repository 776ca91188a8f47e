import type { ApiError } from "#api/errors.ts";
import type { Clock } from "#api/http/clock.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { inParallel } from "#base/inParallel.ts";
import { type MergedRuns, mergeRuns } from "./mergedRuns.ts";
import { inSight, Poller, type PollResult, type Sight } from "./polling/poller.ts";
import type { RunQuery } from "./runQuery.ts";
import type { RunStore } from "./runStore.ts";

/** One of the apps whose runs are in one list. */
export interface AppRuns {
  readonly connectionId: string;
  readonly store: RunStore;
}

export interface FailedApp {
  readonly connectionId: string;
  readonly error: ApiError;
  /** In milliseconds since the epoch. */
  readonly at?: number | undefined;
}

/** How many apps one poll reads, whatever the number of apps. */
const appsOfPoll = 2;
/** A list is read with one request, or with two if more than a page is new. */
const requestsOfRead = 2;
/** Polls are at least this far apart, in milliseconds: the delay of data in sight, less its jitter. */
const shortestDelay = inSight * 0.8;

/** The most requests that the polls of the list make in a minute, over all its apps. */
export const requestsPerMinute = Math.ceil(60_000 / shortestDelay) * appsOfPoll * requestsOfRead;

/** So many apps are read at once. */
const atOnce = 4;
/** How many more runs *Load More* brings. */
const wanted = 25;

/** All runs of an app, newest first. */
const query: RunQuery = { statuses: [], order: "newest" };

/** The runs of several apps in one list. Their polls take turns, so that many apps cost no more than a few. */
export class AppsRuns extends Owner {
  readonly #apps: () => readonly AppRuns[];
  readonly #poller: Poller;
  readonly #changed = this.owned.add(new Emitter<void>());
  /** Fires when an app was read. */
  readonly onDidRead = this.#changed.event;
  /** The apps in the order of their last reads by a poll. */
  readonly #turns = new Set<string>();

  /** A failure stays until a read succeeds, so that the list doesn't wait for an app that is tried again. */
  readonly #failed = new Map<string, FailedApp>();

  /** @param apps in the order in which runs of equal times are shown */
  constructor(apps: () => readonly AppRuns[], clock?: Clock) {
    super();
    this.#apps = apps;
    const options = { quiet: inSight, poll: () => this.#poll() };
    this.#poller = this.owned.add(new Poller(clock ? { ...options, clock } : options));
  }

  get merged(): MergedRuns {
    return mergeRuns(
      this.#apps().map(({ connectionId, store }) => {
        return { connectionId, list: store.list(query), hasFailed: this.#failed.has(connectionId) };
      }),
    );
  }

  /** The apps whose last read failed, in their order. */
  get failed(): FailedApp[] {
    return this.#apps().flatMap(({ connectionId }) => this.#failed.get(connectionId) ?? []);
  }

  /** The list polls only at its calm pace, also in a window with the focus. */
  setInSight(isInSight: boolean): void {
    const sight: Sight = isInSight ? "calm" : "off";
    this.#poller.setSight(sight);
  }

  /** Reads the newest runs of each app. A failure is in {@link failed}. */
  async refresh(): Promise<void> {
    await inParallel(this.#apps(), atOnce, (app) => this.#read(app));
  }

  /** Reads the newest runs of one app. */
  async retry(connectionId: string): Promise<void> {
    const app = this.#app(connectionId);
    if (app) await this.#read(app);
  }

  /** Reads on in the apps that hold back runs, until the list is a page longer. */
  async loadMore(): Promise<void> {
    const goal = this.merged.runs.length + wanted;
    for (let { runs, heldBy } = this.merged; runs.length < goal && heldBy[0] !== undefined;) {
      const app = this.#app(heldBy[0]);
      if (!app || !(await this.#readOn(app))) return;
      ({ runs, heldBy } = this.merged);
    }
  }

  #app(connectionId: string): AppRuns | undefined {
    return this.#apps().find((app) => app.connectionId === connectionId);
  }

  async #read(app: AppRuns): Promise<void> {
    await app.store.read(query);
    this.#note(app);
  }

  /** @returns whether the list has changed: an app that brings nothing must not be asked again and again */
  async #readOn(app: AppRuns): Promise<boolean> {
    const before = app.store.list(query);
    await app.store.loadMore(query);
    this.#note(app);
    const { runs, hasMore } = app.store.list(query);
    return runs.length > before.runs.length || !hasMore || this.#failed.has(app.connectionId);
  }

  #note({ connectionId, store }: AppRuns): void {
    const { error, errorAt } = store.list(query);
    if (error) this.#failed.set(connectionId, { connectionId, error, at: errorAt });
    else this.#failed.delete(connectionId);
    this.#changed.fire();
  }

  /** Reads the apps that have waited longest for their turn. */
  async #poll(): Promise<PollResult> {
    const apps = this.#apps();
    const lastTurn = new Map([...this.#turns].map((id, place) => [id, place]));
    const placeOf = ({ connectionId }: AppRuns): number => lastTurn.get(connectionId) ?? -1;
    const next = apps.toSorted((a, b) => placeOf(a) - placeOf(b)).slice(0, appsOfPoll);
    for (const { connectionId } of next) {
      this.#turns.delete(connectionId);
      this.#turns.add(connectionId);
    }
    await inParallel(next, atOnce, (app) => this.#read(app));
    return "quiet";
  }
}
