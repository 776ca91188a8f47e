import type { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { LoadedRange, Reading, RunReader } from "#features/search/core/reading/runReader.ts";
import { parseTime } from "#model/isoTime.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { beganAt, type RunFacts } from "#runs/facts/runFacts.ts";
import { RunsByTime } from "#runs/store/runsByTime.ts";
import type { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { FilterIndex } from "./insightsFilter.ts";

/** The local index of a connection's runs, as far as Insights needs it. */
interface IndexedFacts extends FilterIndex {
  facts(filter?: { from?: number }): Promise<RunFacts[]>;
  readonly onDidChange: (listener: () => void) => Disposable;
}

export interface KnownFacts {
  /** Every run of the app that began at `since` or later, and no other. */
  facts: RunFacts[];
  /** Milliseconds since the epoch; `-Infinity` when all runs are known, `Infinity` before any is. */
  since: number;
  /** How many runs the app has at least. */
  total: number;
  /** Whether the list of runs is being read. */
  isReading: boolean;
  /** The loading of the runs' steps; absent without an index. */
  loading?: Reading;
  /** Why the list can't be read any further. */
  error?: ApiError;
}

/** What the list says of a failure counts, so that a cause is the same before and after a run was indexed. */
function withError(run: RunFacts, { error }: RunFacts): RunFacts {
  return error ? { ...run, error } : run;
}

/** What was read of an app's list of runs. */
interface Covered {
  byTime: RunsByTime;
  /** The facts by their run: a newer version of a run has facts of its own. */
  facts: WeakMap<Run, RunFacts>;
  /** Runs that began after the last read, as this window's lists say. */
  looked: Set<string>;
  /** How far back somebody wanted to see. */
  until: number;
  reading?: Promise<void>;
  /** Ends the reading while nobody looks. */
  pause?: AbortController;
}

export interface InsightsFactsOptions {
  sessions: RunsSessions;
  /** The index of a connection, if there is one. */
  indexOf?: (connectionId: string) => IndexedFacts | undefined;
  /** What loads the steps of runs into the index, if there is one. */
  readerOf?: (connectionId: string) => StepsReader | undefined;
  /** What covers keys in errors, which the page shows and saves as CSV. */
  cover?: () => Promise<Pick<Cover, "value">>;
}

type StepsReader = Pick<RunReader, "start" | "stop" | "onDidChange"> & { readonly state: Reading };

/**
 * The facts of a connection's runs since a time. Which runs there are says the app's list, which is read by time, so
 * that no figure mixes days that are known whole with others. The local index knows more of some of them.
 */
export class InsightsFacts implements Disposable {
  readonly #options: InsightsFactsOptions;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<string>());
  readonly #followed = new Set<string>();
  readonly #covered = new WeakMap<RunsSession, Covered>();
  readonly #closed = new AbortController();
  /** Fires with the id of the connection whose facts may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: InsightsFactsOptions) {
    this.#options = options;
    this.#disposables.add(
      options.sessions.onDidLose(({ connectionId, runId }) => {
        this.#coveredOf(connectionId).byTime.remove(runId);
        this.#changed.fire(connectionId);
      }),
    );
  }

  async read(connectionId: string): Promise<KnownFacts> {
    this.#follow(connectionId);
    this.#look(connectionId);
    const { store } = this.#options.sessions.get(connectionId);
    const { byTime, facts, reading, until } = this.#coveredOf(connectionId);
    const index = this.#options.indexOf?.(connectionId);
    const ofIndex = await index?.facts({ from: Number.isFinite(until) ? until : undefined });
    const indexed = new Map(ofIndex?.map((each) => [each.id, each]));
    const { since, total, error } = byTime;
    const originOf = store.origins();
    const cover = await this.#options.cover?.();
    const knownFacts: RunFacts[] = [];
    for (const run of byTime.runs) {
      let ofList = facts.get(run);
      if (!ofList) {
        const shown = run.status === "failed" ? { ...run, error: cover ? cover.value(run.error) : run.error } : run;
        facts.set(run, (ofList = factsOfRun(shown, { titlePath: store.titlePath })));
      }
      if (since === Infinity || (beganAt(ofList) ?? -Infinity) < since) continue;
      // The index has read the events of a finished run. The list knows the newest status of any other.
      const read = indexed.get(run.id);
      const newest = read?.status === run.status ? withError(read, ofList) : ofList;
      const from = originOf(run.id) ?? read?.from;
      knownFacts.push(from === newest.from || from === undefined ? newest : { ...newest, from });
    }
    return {
      facts: knownFacts,
      since,
      total: Math.max(total, knownFacts.length),
      isReading: reading !== undefined,
      loading: index && this.#options.readerOf?.(connectionId)?.state,
      error,
    };
  }

  /**
   * Reads every run that began at a time or later from the app's list, the newest first, as far as it isn't known yet,
   * and what has changed since. It goes on in the background; `read` says how far it has come.
   *
   * @param until milliseconds since the epoch; `-Infinity` for all runs
   */
  async cover(connectionId: string, until: number): Promise<void> {
    const covered = this.#coveredOf(connectionId);
    covered.until = Math.min(covered.until, until);
    // One that was paused ends with the page that it reads.
    if (covered.pause?.signal.aborted) await covered.reading;
    covered.reading ??= this.#readList(connectionId, covered).finally(() => {
      covered.reading = undefined;
      this.#changed.fire(connectionId);
    });
    await covered.reading;
  }

  /** The runs that were read of the app's list, without reading more. */
  runs(connectionId: string): Iterable<Run> {
    return this.#coveredOf(connectionId).byTime.runs;
  }

  /** Stops reading the app's list: nobody looks. What was read stays, and `cover` goes on from there. */
  pause(connectionId: string): void {
    this.#coveredOf(connectionId).pause?.abort();
  }

  /** What answers the words and fields of a filter, if there is something. */
  filterIndex(connectionId: string): FilterIndex | undefined {
    return this.#options.indexOf?.(connectionId);
  }

  /** Loads the steps of a range of runs, until all are read or somebody cancels it. @throws ApiError */
  async load(connectionId: string, range: LoadedRange): Promise<void> {
    const reader = this.#options.readerOf?.(connectionId);
    await reader?.start(range);
    if (reader?.state.kind === "failed") throw reader.state.error;
  }

  /** Stops the loading of steps, or else the reading of the list. What was read stays. */
  async cancel(connectionId: string): Promise<void> {
    const reader = this.#options.readerOf?.(connectionId);
    if (reader?.state.kind === "reading") await reader.stop();
    else this.pause(connectionId);
    this.#changed.fire(connectionId);
  }

  async #readList(connectionId: string, covered: Covered): Promise<void> {
    const { api } = this.#options.sessions.get(connectionId);
    covered.pause = new AbortController();
    const signal = AbortSignal.any([this.#closed.signal, covered.pause.signal]);
    const options = { signal, onPage: () => this.#changed.fire(connectionId) };
    for (let wanted = Infinity; covered.until < wanted && !signal.aborted;) {
      wanted = covered.until;
      await covered.byTime.read(api, wanted, options);
    }
  }

  /** A connection that was given another address has another session, and other runs. */
  #coveredOf(connectionId: string): Covered {
    const session = this.#options.sessions.get(connectionId);
    const known = this.#covered.get(session);
    if (known) return known;
    const covered: Covered = { byTime: new RunsByTime(), facts: new WeakMap(), until: Infinity, looked: new Set() };
    this.#covered.set(session, covered);
    return covered;
  }

  /** Takes what this window's lists know, and reads the runs that began since. */
  #look(connectionId: string): void {
    const { byTime, until, reading, looked } = this.#coveredOf(connectionId);
    let hasNew = false;
    for (const run of this.#options.sessions.get(connectionId).store.runs()) {
      if (byTime.get(run.id)) byTime.update(run);
      else if (!reading && !looked.has(run.id) && (parseTime(run.started_at) ?? Infinity) > byTime.since) {
        // It is looked for once: the app's list may not have it any more.
        looked.add(run.id);
        hasNew = true;
      }
    }
    if (hasNew) void this.cover(connectionId, until);
  }

  dispose(): void {
    this.#closed.abort();
    this.#disposables.dispose();
  }

  #follow(connectionId: string): void {
    if (this.#followed.has(connectionId)) return;
    this.#followed.add(connectionId);
    const tell = (): void => this.#changed.fire(connectionId);
    this.#disposables.add(this.#options.sessions.get(connectionId).store.onDidChange(tell));
    const index = this.#options.indexOf?.(connectionId);
    if (index) this.#disposables.add(index.onDidChange(tell));
    const reader = this.#options.readerOf?.(connectionId);
    if (reader) this.#disposables.add(reader.onDidChange(tell));
  }
}
