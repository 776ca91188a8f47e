import { asApiError } from "#api/asApiError.ts";
import type { RunsApi } from "#api/contract.ts";
import type { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import { Emitter, type Event } from "#base/emitter.ts";
import { JoinedCalls } from "#base/joinedCalls.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { linkSignals } from "#base/linkedSignal.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { compareStatuses } from "#model/status.ts";
import { type KnownEnd, knownEnd } from "#runs/labels/failedNodes.ts";
import { KnownRuns, type StoreChange } from "./knownRuns.ts";
import { maxPageSize, readOn } from "./listReads.ts";
import { hasUnreadLists, OverviewReader, readList, type RefreshPart } from "./overviewReader.ts";
import { Retries, type Retry } from "./retries.ts";
import type { RunList } from "./runList.ts";
import { queryKey, type RunQuery } from "./runQuery.ts";
import type { ReadContext } from "./setReads.ts";
import { countedQuery, statusQuery, type StoreView, viewStatuses, wholeView } from "./storeView.ts";

export type { StoreChange } from "./knownRuns.ts";

export interface RunStoreOptions {
  api: () => Promise<RunsApi>;
  /** How many runs a page has: 25 unless given, as many as the API's own default. */
  pageSize?: number | undefined;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** The path of the runs' titles, from the settings. */
  titlePath?: () => JsonPath | undefined;
  testOf?: (runId: string) => string | undefined;
  isByAgent?: (runId: string) => boolean;
  /** Makes what says which runs aren't the app's own traffic. */
  origins?: () => OriginOf;
}

export interface StoreState {
  /** `loading` only until the first response: a refresh doesn't change `ready` or `failed` before its end. */
  readonly kind: "idle" | "loading" | "ready" | "failed";
  readonly error?: ApiError;
  /** When the state began, in milliseconds since the epoch. */
  readonly at?: number;
  /** Why the refresh that goes on repeats a read, and when. */
  readonly retry?: Retry | undefined;
  /** In a list of several apps: those whose runs are missing or old. */
  readonly apps?: readonly AppState[];
}

/** The state of one of several apps. */
export interface AppState {
  readonly connectionId: string;
  readonly state: StoreState;
}

export interface ReadOptions {
  signal?: AbortSignal;
  /** The number of new runs that are read. */
  wanted?: number;
}

const defaultPageSize = 25;
/** How many requests a refresh makes: for the newest runs and the active ones. */
const refreshCost = 2;
/** How many more it makes for the lists of runs that have ended. */
const endedListsCost = 3;
/** In milliseconds. A view that was read longer ago may have missed more than a page of runs. */
const maxViewAge = 120_000;

/** The runs of one connection: a view that is kept up to date, and every other opened list. Throws nothing. */
export class RunStore implements Disposable {
  readonly testOf: (runId: string) => string | undefined;
  readonly isByAgent: (runId: string) => boolean;
  /** Makes what says which runs aren't the app's own traffic, as it is known now. Made once for many runs. */
  readonly origins: () => OriginOf;
  readonly #options: RunStoreOptions;
  readonly #now: () => number;
  readonly #changes = new Emitter<StoreChange>();
  readonly #knownRuns = new KnownRuns();
  readonly #pending = new JoinedCalls<void>();
  readonly #abort = new AbortController();
  #overview = new OverviewReader();
  #view: StoreView = wholeView;
  #others: readonly RunQuery[] = [];
  #viewRead: AbortController | undefined;
  #refresh: Promise<void> | undefined;
  #state: StoreState = { kind: "idle" };
  readonly #ends = new Map<string, KnownEnd>();
  #moment = 0;
  #requests = 0;

  constructor(options: RunStoreOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.testOf = options.testOf ?? (() => undefined);
    this.isByAgent = options.isByAgent ?? (() => false);
    this.origins = options.origins ?? (() => () => undefined);
  }

  readonly onDidChange: Event<StoreChange> = (...args) => this.#changes.event(...args);

  /** The path of the runs' titles, if the settings have one. */
  get titlePath(): JsonPath | undefined {
    return this.#options.titlePath?.();
  }

  get state(): StoreState {
    return this.#state;
  }

  get view(): StoreView {
    return this.#view;
  }

  /** How many requests its reads have made. */
  get requests(): number {
    return this.#requests;
  }

  /** Whether the next refresh reads the lists by status one by one. */
  get hasUnreadLists(): boolean {
    return hasUnreadLists(this.#knownRuns, this.#view);
  }

  /** How many requests the next refresh is expected to make. */
  get refreshCost(): number {
    return refreshCost + (this.hasUnreadLists ? endedListsCost : 0) + this.#others.length;
  }

  get(id: string): Run | undefined {
    return this.#knownRuns.get(id);
  }

  runs(): Run[] {
    return this.#knownRuns.runs();
  }

  /** A list as far as it is known. It is opened if nobody has asked for it before. */
  list(query: RunQuery): RunList {
    return this.#knownRuns.open(query);
  }

  /** A list that was opened before. */
  listWithKey(key: string): RunList | undefined {
    return this.#knownRuns.withKey(key);
  }

  /**
   * The lists by status that contain runs or couldn't be read, in the order of their statuses. While nothing can be read,
   * the state says so.
   */
  get statusLists(): readonly RunList[] {
    const canRead = this.#state.kind === "ready";
    return viewStatuses(this.#view, this.#knownRuns)
      .sort(compareStatuses)
      .map((status) => this.#knownRuns.open(statusQuery(this.#view, status)))
      .filter((list) => list.count > 0 || (canRead && list.error));
  }

  /** How many runs have one of these statuses, in any view. */
  count(...statuses: readonly string[]): number {
    return statuses.reduce((sum, status) => sum + this.#knownRuns.open(countedQuery(status)).count, 0);
  }

  /** How many runs the app has, as far as the lists that were read say. */
  get total(): number {
    return this.count(...viewStatuses(wholeView, this.#knownRuns));
  }

  /** Switches to another view. Its known runs are there at once; `refresh` reads the others. */
  show(view: StoreView): void {
    if (viewKey(view) === viewKey(this.#view)) return;
    this.#view = view;
    this.#viewRead?.abort();
    this.#refresh = undefined;
    this.#state = { ...this.#state, retry: undefined };
    this.#overview = new OverviewReader();
    this.#knownRuns.takeChanges();
    this.#changes.fire({ kind: "all" });
  }

  /** Adds lists to a refresh: those in view beside the view's own. */
  watch(others: readonly RunQuery[]): void {
    this.#others = [...new Map(others.map((query) => [queryKey(query), query])).values()];
  }

  /** Reads what may have changed. Calls during a refresh share it. `state` has the result. */
  refresh(): Promise<void> {
    if (this.#abort.signal.aborted) return Promise.resolve();
    this.#refresh ??= this.#readView("all");
    return this.#refresh;
  }

  /** Reads the newest page of the view alone, and leaves the rest to a refresh. `state` has the result. */
  readNewest(): Promise<void> {
    if (this.#abort.signal.aborted) return Promise.resolve();
    this.#refresh ??= this.#readView("newest");
    return this.#refresh;
  }

  /** Reads the active runs, in any view, and those that have just ended. @returns why that failed */
  async readUnderWay(): Promise<ApiError | undefined> {
    const { signal } = this.#abort;
    try {
      await this.#overview.readUnderWay(await this.#context(signal), this.#view);
    } catch (error) {
      return asApiError(error);
    }
    if (!signal.aborted) this.#tell();
    return undefined;
  }

  /** Reads a list from its start. A failure is kept in the list's `error`, beside its runs. */
  read(query: RunQuery): Promise<void> {
    return this.#once(query, (context) => readList(context, query));
  }

  /** Reads on in a list by a page. A failure is kept in the list's `error`, beside its runs. */
  loadMore(query: RunQuery, { wanted, signal }: ReadOptions = {}): Promise<void> {
    return this.#once(query, (context) => readOn(context, query, wanted), signal);
  }

  /** Reads on in a list until it ends, has so many runs, can't be read any further, or is canceled. */
  async loadAll(
    query: RunQuery,
    { maxRuns = Infinity, signal }: { maxRuns?: number; signal?: AbortSignal } = {},
  ): Promise<void> {
    for (let before: RunList | undefined; ;) {
      const { isRead, hasMore, error, runs } = this.list(query);
      if (isRead && (!hasMore || runs.length >= maxRuns)) return;
      const isStuck = before?.isRead && before.runs.length === runs.length;
      if (isStuck || (before && error) || signal?.aborted || this.#abort.signal.aborted) return;
      before = this.list(query);
      await this.loadMore(query, { wanted: Math.min(maxPageSize, maxRuns - runs.length), signal });
    }
  }

  /** Adds a run that was just read or created. An older version of a finished run changes nothing. */
  upsert(run: Run): void {
    if (this.#abort.signal.aborted) return;
    this.#knownRuns.put(run, ++this.#moment);
    this.#tell();
  }

  /** Notes what only the events of a run that has ended say. */
  noteEnd(runId: string, end: KnownEnd): void {
    if (this.#abort.signal.aborted || sameJson(end, this.#ends.get(runId) ?? { failedNodes: 0 })) return;
    this.#ends.set(runId, end);
    // A run that isn't known yet has no row. It gets its row with this.
    if (this.get(runId)) this.#changes.fire({ kind: "run", id: runId });
  }

  /** How a run ended besides its status, as its events say if they were read here, otherwise its output. */
  endOf(run: Run): KnownEnd {
    return this.#ends.get(run.id) ?? knownEnd(run);
  }

  dispose(): void {
    this.#abort.abort();
    this.#changes.dispose();
  }

  async #readView(part: RefreshPart): Promise<void> {
    const read = new AbortController();
    this.#viewRead = read;
    const signal = AbortSignal.any([read.signal, this.#abort.signal]);
    const { kind, at = 0 } = this.#state;
    if (kind === "idle") this.#become({ kind: "loading" });
    try {
      const context = await this.#context(signal, (retry) => !signal.aborted && this.#noteRetry(retry));
      const failed = this.#knownRuns.failed();
      const longAgo = kind === "ready" && this.#now() - at > maxViewAge;
      await this.#overview.refresh(context, this.#view, { longAgo, part });
      // A list that failed when it was read alone may not be one of those that a refresh reads.
      const still = failed.filter(({ key, error }) => this.listWithKey(key)?.error === error);
      const watched = part === "all" ? [...this.#others, ...still.map(({ query }) => query)] : [];
      const others = new Map(watched.map((each) => [queryKey(each), each]));
      await Promise.all([...others.values()].map(async (query) => readList(context, query)));
      if (signal.aborted) return;
      this.#state = { kind: "ready", at: this.#now() };
      if (kind !== "ready") this.#changes.fire({ kind: "state" });
      this.#tell();
    } catch (error) {
      if (!signal.aborted) this.#become({ kind: "failed", error: asApiError(error), at: this.#now() });
    } finally {
      if (!signal.aborted) this.#refresh = undefined;
    }
  }

  #once(query: RunQuery, read: (context: ReadContext) => Promise<void>, signal?: AbortSignal): Promise<void> {
    if (this.#abort.signal.aborted) return Promise.resolve();
    return this.#pending.run(queryKey(query), () => this.#readOne(query, read, signal));
  }

  async #readOne(
    query: RunQuery,
    read: (context: ReadContext) => Promise<void>,
    canceled: AbortSignal | undefined,
  ): Promise<void> {
    const closed = this.#abort.signal;
    const change = (part: Parameters<KnownRuns["change"]>[1]): void => {
      if (closed.aborted) return;
      this.#knownRuns.change(query, part);
      this.#tell();
    };
    change({ loading: true, error: undefined, errorAt: undefined });
    const link = linkSignals([closed, canceled]);
    let error: ApiError | undefined;
    try {
      await read(await this.#context(link.signal, (retry) => change({ retry })));
    } catch (thrown) {
      error = canceled?.aborted ? undefined : asApiError(thrown);
    } finally {
      link.release();
    }
    change({ loading: false, ...(error ? { error, errorAt: this.#now() } : {}) });
  }

  async #context(
    signal: AbortSignal,
    onRetry: (retry: Retry | undefined) => void = () => undefined,
  ): Promise<ReadContext> {
    const { api, pageSize = defaultPageSize } = this.#options;
    return {
      api: await api(),
      knownRuns: this.#knownRuns,
      pageSize,
      signal,
      retries: new Retries(this.#now, onRetry, () => this.#requests++),
      nextMoment: () => ++this.#moment,
    };
  }

  /** The state stays: what is repeated may succeed. */
  #noteRetry(retry: Retry | undefined): void {
    this.#state = { ...this.#state, retry };
    this.#changes.fire({ kind: "state" });
  }

  #become(state: StoreState): void {
    this.#state = state;
    this.#changes.fire({ kind: "state" });
    this.#tell();
  }

  #tell(): void {
    for (const change of this.#knownRuns.takeChanges()) this.#changes.fire(change);
  }
}

function viewKey({ filter: { statuses = [], userId, sessionId }, order, byStatus }: StoreView): string {
  return JSON.stringify([[...statuses].sort(), userId, sessionId, order, byStatus]);
}
