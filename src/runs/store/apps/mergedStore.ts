/**
 * The runs of several apps in one list. Each app keeps its own lists (`knownRuns.ts`); `mergeLists.ts` puts them
 * together, `runOfApp.ts` says whose a run is, and `appReads.ts` when an app is read.
 */

import type { Clock } from "#api/http/clock.ts";
import type { Run } from "#api/schemas.ts";
import { type Disposable, Owner, toDisposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { inParallel } from "#base/inParallel.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { compareStatuses } from "#model/status.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import { maxPageSize } from "#runs/store/listReads.ts";
import type { Sight } from "#runs/store/polling/poller.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunLists } from "#runs/store/runLists.ts";
import { queryKey, type RunQuery } from "#runs/store/runQuery.ts";
import type { AppState, ReadOptions, RunStore, StoreState } from "#runs/store/runStore.ts";
import { baseQuery, countedQuery, statusQuery, type StoreView, wholeView } from "#runs/store/storeView.ts";
import { type AppOfList, AppReads, appsAtOnce } from "./appReads.ts";
import { type AppList, type MergedList, mergeLists } from "./mergeLists.ts";
import { idInApps, runInApps, appRunOfId } from "./runOfApp.ts";

/** How many more runs *Load More* brings. */
const defaultPageSize = 25;
const waiting = countedQuery("awaiting_input");

interface Made {
  readonly of: readonly AppList[];
  readonly merged: MergedList;
}

export class MergedStore extends Owner implements RunLists {
  readonly #changes = this.owned.add(new Emitter<StoreChange>());
  readonly onDidChange = this.#changes.event;
  /** The title of a run is that of its own app. */
  readonly titlePath = undefined;
  readonly #reads: AppReads;
  /** In the order in which they are read first, and in which runs of equal times are shown. */
  #apps: readonly AppOfList[] = [];
  readonly #followed = new Map<RunStore, Disposable>();
  readonly #made = new Map<string, Made>();
  #view: StoreView = wholeView;
  #others: readonly RunQuery[] = [];

  constructor(clock?: Clock) {
    super();
    this.#reads = this.owned.add(new AppReads(clock));
    this.owned.add(toDisposable(() => this.setApps([])));
  }

  get apps(): readonly AppOfList[] {
    return this.#apps;
  }

  /** Sets the apps of the list, with those first that are read first. Without any, the list begins anew. */
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
      store.show(this.#view);
      store.watch(this.#others);
      this.#followed.set(
        store,
        store.onDidChange((change) => this.#note(connectionId, store, change)),
      );
    }
    this.#changes.fire({ kind: "all" });
    this.#reads.setApps(this.#apps, added);
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
    if (this.#reads.hasBegun) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const following = this.onDidChange(() => this.state.kind === "ready" && resolve());
    void this.#reads.begin().finally(resolve);
    await (this.state.kind === "ready" ? undefined : promise);
    following.dispose();
  }

  /** Reads all apps, as a person has asked for it. A failure is in `state`. */
  async refresh(): Promise<void> {
    await this.#reads.readNow(this.#apps.toSorted((a, b) => Number(hasFailed(a)) - Number(hasFailed(b))));
  }

  /** Reads one app. */
  async refreshApp(connectionId: string): Promise<void> {
    const app = this.#app(connectionId);
    if (app) await this.#reads.readNow([app]);
  }

  /** The lists by status are left to the polls, which read them app by app. */
  async read(query: RunQuery): Promise<void> {
    if (this.#isByStatus(query)) return;
    await inParallel(this.#readable, appsAtOnce, ({ store }) => store.read(query));
    this.#reads.count();
  }

  /** Reads on in the apps that hold back runs, until the list has so many more. */
  async loadMore(query: RunQuery, { wanted = defaultPageSize, signal }: ReadOptions = {}): Promise<void> {
    const goal = this.list(query).runs.length + wanted;
    const unread = this.#readable.filter(({ store }) => !store.list(query).isRead || store.list(query).error);
    await inParallel(unread, appsAtOnce, ({ store }) => store.loadMore(query, { signal }));
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
    this.#reads.count();
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
    this.#reads.setSight(sight);
  }

  /** What a person does shows that the next poll should be soon. */
  hurry(): void {
    this.#reads.hurry();
  }

  #app(connectionId: string): AppOfList | undefined {
    return this.#apps.find((app) => app.connectionId === connectionId);
  }

  get #readable(): AppOfList[] {
    return this.#apps.filter(({ store }) => store.state.kind === "ready");
  }

  /** Whether polls read a list: that of a status, or what waits. */
  #isByStatus(query: RunQuery): boolean {
    const [status = ""] = query.statuses;
    const own = [...(this.#view.byStatus ? [statusQuery(this.#view, status)] : []), waiting];
    return own.some((each) => queryKey(each) === queryKey(query));
  }

  #merged(query: RunQuery): MergedList {
    const key = queryKey(query);
    const isByStatus = this.#isByStatus(query);
    const of = this.#apps.map((app): AppList => {
      const list = app.store.list(query);
      const newest = isByStatus && !list.isRead ? app.store.list(baseQuery(this.#view)) : undefined;
      const { connectionId } = app;
      return { connectionId, list, hasFailed: hasFailed(app), newest: newest?.isRead ? newest : undefined };
    });
    const known = this.#made.get(key);
    if (known && isSame(known.of, of)) return known.merged;
    const merged = mergeLists(query, of);
    this.#made.set(key, { of, merged });
    return merged;
  }

  #note(connectionId: string, store: RunStore, change: StoreChange): void {
    if (change.kind !== "state") this.#reads.noteChange(store);
    this.#changes.fire(
      change.kind === "run" ? { ...change, id: idInApps({ connectionId, runId: change.id }) } : change,
    );
  }
}

function hasFailed({ store }: AppOfList): boolean {
  return store.state.kind === "failed";
}

function isSame(a: readonly AppList[], b: readonly AppList[]): boolean {
  return a.every(({ list, hasFailed: failed, newest }, place) => {
    const other = b[place];
    return list === other?.list && failed === other.hasFailed && newest === other.newest;
  });
}
