/**
 * The runs of several apps in one list. Each app keeps its own lists (`knownRuns.ts`); `mergeLists.ts` puts them
 * together, and `runOfApp.ts` says whose a run is. The polls of all apps share a budget of requests.
 */

import type { Clock } from "#api/http/clock.ts";
import type { Run } from "#api/schemas.ts";
import { type Disposable, Owner, toDisposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { inParallel } from "#base/inParallel.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { compareStatuses, isTerminal } from "#model/status.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import { maxPageSize } from "#runs/store/listReads.ts";
import { inSightDelay, Poller, type PollResult, type Sight } from "#runs/store/polling/poller.ts";
import { RequestBudget } from "#runs/store/polling/requestBudget.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunLists } from "#runs/store/runLists.ts";
import { queryKey, type RunQuery } from "#runs/store/runQuery.ts";
import type { AppState, ReadOptions, RunStore, StoreState } from "#runs/store/runStore.ts";
import { statusQuery, type StoreView, wholeView } from "#runs/store/storeView.ts";
import { type AppList, type MergedList, mergeLists } from "./mergeLists.ts";
import { idInApps, runInApps, appRunOfId } from "./runOfApp.ts";

/** One of the apps whose runs are in one list. */
export interface AppOfList {
  readonly connectionId: string;
  readonly store: RunStore;
}

/** The most requests in a minute that the polls of the list make, whatever the number of its apps. */
export const requestsPerMinute = 30;
/** What a refresh of one app costs: its newest runs, and its active ones. */
const defaultCost = 2;
/** So many apps are read at once when a person asks. */
const atOnce = 6;
/** How many more runs *Load More* brings. */
const defaultPageSize = 25;
/** In milliseconds: how long polls leave out an app that can't be read. */
const rest = 60_000;

interface Made {
  readonly of: readonly AppList[];
  readonly merged: MergedList;
}

export class MergedStore extends Owner implements RunLists {
  readonly #changes = this.owned.add(new Emitter<StoreChange>());
  readonly onDidChange = this.#changes.event;
  /** The title of a run is that of its own app. */
  readonly titlePath = undefined;
  readonly #clock: Pick<Clock, "now">;
  readonly #budget: RequestBudget;
  readonly #poller: Poller;
  /** In the order in which runs of equal times are shown. */
  #apps: readonly AppOfList[] = [];
  readonly #followed = new Map<RunStore, Disposable>();
  /** How many requests of each app were counted. */
  readonly #counted = new WeakMap<RunStore, number>();
  readonly #reading = new Set<RunStore>();
  readonly #made = new Map<string, Made>();
  #view: StoreView = wholeView;
  #others: readonly RunQuery[] = [];
  #hasBegun = false;
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
    this.owned.add(toDisposable(() => this.setApps([])));
  }

  get apps(): readonly AppOfList[] {
    return this.#apps;
  }

  /** Sets the apps of the list. Those that are new are read once the others were. */
  setApps(apps: readonly AppOfList[]): void {
    const stores = new Set(apps.map(({ store }) => store));
    for (const [store, following] of this.#followed) {
      if (stores.has(store)) continue;
      following.dispose();
      this.#followed.delete(store);
    }
    const added = apps.filter(({ store }) => !this.#followed.has(store));
    if (added.length === 0 && apps.length === this.#apps.length) return;
    this.#apps = [...apps];
    this.#made.clear();
    for (const { connectionId, store } of added) {
      this.#counted.set(store, store.requests);
      store.show(this.#view);
      store.watch(this.#others);
      this.#followed.set(
        store,
        store.onDidChange((change) => this.#note(connectionId, store, change)),
      );
    }
    this.#changes.fire({ kind: "all" });
    if (this.#hasBegun) void inParallel(added, atOnce, (app) => this.#read(app));
  }

  /** It is ready once an app has responded, or can't be read. */
  get state(): StoreState {
    const states = this.#apps.map(({ connectionId, store: { state } }): AppState => ({ connectionId, state }));
    const isOver = states.some(({ state: { kind } }) => kind === "ready" || kind === "failed") || states.length === 0;
    const apps = states.filter(({ state: { kind, retry } }) => kind !== "ready" || retry !== undefined);
    if (isOver) return { kind: "ready", apps };
    return { kind: states.some(({ state: { kind } }) => kind === "loading") ? "loading" : "idle" };
  }

  get view(): StoreView {
    return this.#view;
  }

  show(view: StoreView): void {
    this.#view = view;
    for (const { store } of this.#apps) store.show(view);
  }

  watch(others: readonly RunQuery[]): void {
    this.#others = others;
    for (const { store } of this.#apps) store.watch(others);
  }

  get(id: string): Run | undefined {
    const place = appRunOfId(id);
    const run = place && this.#app(place.connectionId)?.store.get(place.runId);
    return run && runInApps(run, place.connectionId);
  }

  runs(): Run[] {
    return this.#apps.flatMap(({ connectionId, store }) => store.runs().map((run) => runInApps(run, connectionId)));
  }

  list(query: RunQuery): RunList {
    return this.#merged(query).list;
  }

  listWithKey(key: string): RunList | undefined {
    const [known] = this.#apps.flatMap(({ store }) => store.listWithKey(key) ?? []);
    return known && this.list(known.query);
  }

  get statusLists(): readonly RunList[] {
    const listed = this.#apps.flatMap(({ store }) => store.statusLists.flatMap(({ query }) => query.statuses));
    return [...new Set(listed)].sort(compareStatuses).map((status) => this.list(statusQuery(this.#view, status)));
  }

  /** Makes what says which runs aren't the apps' own traffic. */
  readonly origins = (): OriginOf => {
    const made = new Map(this.#apps.map(({ connectionId, store }) => [connectionId, store.origins()]));
    return (id) => {
      const place = appRunOfId(id);
      return place && made.get(place.connectionId)?.(place.runId);
    };
  };

  /** Reads all apps for the first time. @returns when one of them has responded: the others needn't be waited for */
  async begin(): Promise<void> {
    if (this.#hasBegun) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const following = this.onDidChange(() => this.state.kind === "ready" && resolve());
    const reading = this.refresh().finally(resolve);
    await (this.state.kind === "ready" ? undefined : promise);
    following.dispose();
    void reading;
  }

  /** Reads all apps, as a person has asked for it. A failure is in `state`. */
  async refresh(): Promise<void> {
    this.#hasBegun = true;
    const apps = this.#apps.toSorted((a, b) => Number(hasFailed(a)) - Number(hasFailed(b)));
    await inParallel(apps, atOnce, (app) => this.#read(app));
  }

  /** Reads one app. */
  async refreshApp(connectionId: string): Promise<void> {
    const app = this.#app(connectionId);
    if (app) await this.#read(app);
  }

  async read(query: RunQuery): Promise<void> {
    await inParallel(this.#readable, atOnce, ({ store }) => store.read(query));
    this.#count();
  }

  /** Reads on in the apps that hold back runs, until the list has so many more. */
  async loadMore(query: RunQuery, { wanted = defaultPageSize, signal }: ReadOptions = {}): Promise<void> {
    const goal = this.list(query).runs.length + wanted;
    const unread = this.#readable.filter(({ store }) => !store.list(query).isRead || store.list(query).error);
    await inParallel(unread, atOnce, ({ store }) => store.loadMore(query, { signal }));
    for (;;) {
      const { list, heldBy } = this.#merged(query);
      const store = this.#app(heldBy[0] ?? "")?.store;
      if (!store || list.runs.length >= goal || signal?.aborted) break;
      const before = store.list(query);
      await store.loadMore(query, { wanted, signal });
      const { runs, hasMore, error } = store.list(query);
      // An app that brings nothing isn't asked again and again.
      if (runs.length === before.runs.length && hasMore && !error) break;
    }
    this.#count();
  }

  async loadAll(
    query: RunQuery,
    { most = Infinity, signal }: { most?: number; signal?: AbortSignal } = {},
  ): Promise<void> {
    for (let before = -1; ;) {
      const { isRead, hasMore, error, runs } = this.list(query);
      if (isRead && (!hasMore || runs.length >= most)) return;
      if (runs.length === before || (before >= 0 && error) || signal?.aborted) return;
      before = runs.length;
      await this.loadMore(query, { wanted: Math.min(maxPageSize, most - runs.length), signal });
    }
  }

  /** Polls as long as the list is in sight. */
  setSight(sight: Sight): void {
    if (sight === "off") this.#due = [];
    this.#poller.setSight(sight);
  }

  /** What a person does shows that the next poll should be soon. */
  hurry(): void {
    this.#poller.hurry();
  }

  #app(connectionId: string): AppOfList | undefined {
    return this.#apps.find((app) => app.connectionId === connectionId);
  }

  get #readable(): AppOfList[] {
    return this.#apps.filter((app) => !hasFailed(app));
  }

  #merged(query: RunQuery): MergedList {
    const key = queryKey(query);
    const of = this.#apps.map((app): AppList => {
      return { connectionId: app.connectionId, list: app.store.list(query), hasFailed: hasFailed(app) };
    });
    const known = this.#made.get(key);
    if (known && isSame(known.of, of)) return known.merged;
    const merged = mergeLists(query, of);
    this.#made.set(key, { of, merged });
    return merged;
  }

  #note(connectionId: string, store: RunStore, change: StoreChange): void {
    if (change.kind !== "state" && this.#reading.has(store)) this.#hasChanged = true;
    this.#changes.fire(
      change.kind === "run" ? { ...change, id: idInApps({ connectionId, runId: change.id }) } : change,
    );
  }

  async #read({ connectionId, store }: AppOfList): Promise<void> {
    this.#turns.delete(connectionId);
    this.#turns.add(connectionId);
    this.#reading.add(store);
    await store.refresh();
    this.#reading.delete(store);
    this.#count();
  }

  /** Spends what any read of the apps has cost. */
  #count(): void {
    for (const { store } of this.#apps) {
      this.#budget.spend(store.requests - (this.#counted.get(store) ?? 0));
      this.#counted.set(store, store.requests);
    }
  }

  /** Reads the apps that have waited longest for their turn, as far as the budget allows. It doesn't wait for them. */
  #poll(): Promise<PollResult> {
    const places = new Map([...this.#turns].map((id, place) => [id, place]));
    const placeOf = ({ connectionId }: AppOfList): number => places.get(connectionId) ?? -1;
    this.#due = this.#hasBegun ? this.#apps.toSorted((a, b) => placeOf(a) - placeOf(b)) : [];
    this.#continue();
    const hasChanged = this.#hasChanged;
    this.#hasChanged = false;
    if (hasChanged) return Promise.resolve("changed");
    const isUnderWay = this.#apps.some(({ store }) => store.runs().some(({ status }) => !isTerminal(status)));
    return Promise.resolve(isUnderWay ? "underWay" : "quiet");
  }

  #continue(): void {
    this.#count();
    const isDue = (app: AppOfList): boolean => !this.#reading.has(app.store) && !this.#rests(app);
    while (this.#budget.left - this.#reading.size * defaultCost >= defaultCost) {
      const next = this.#due.find(isDue);
      if (!next) return;
      this.#due = this.#due.filter((app) => app !== next);
      void this.#read(next).then(() => this.#continue());
    }
  }

  /** An app that can't be read is tried again less often. */
  #rests({ store: { state } }: AppOfList): boolean {
    const age = this.#clock.now() - (state.at ?? 0);
    // The clock may have been set back since.
    return state.kind === "failed" && age >= 0 && age < rest;
  }
}

function hasFailed({ store }: AppOfList): boolean {
  return store.state.kind === "failed";
}

function isSame(a: readonly AppList[], b: readonly AppList[]): boolean {
  return a.every(({ list, hasFailed: failed }, place) => list === b[place]?.list && failed === b[place]?.hasFailed);
}
