import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import { factsOfRun } from "../../runs/facts/factsOfRun.ts";
import { firstBegan, type RunFacts } from "../../runs/facts/runFacts.ts";
import type { Coverage } from "../../runs/search/indexTypes.ts";
import type { Reading, RunReader } from "../../runs/search/reading/runReader.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import { baseQuery, wholeView } from "../../runs/store/storeView.ts";
import type { FilterIndex } from "./insightsFilter.ts";

/** The local index of a connection's runs, as far as Insights needs it. */
interface IndexedFacts extends FilterIndex {
  facts(): Promise<RunFacts[]>;
  /** How many runs the app has, and since when the index has all of them. */
  coverage(): Promise<{ total?: number | undefined; back?: number | undefined }>;
  readonly onDidChange: (listener: () => void) => Disposable;
}

export interface KnownFacts {
  facts: RunFacts[];
  /** How many of the app's runs they are, and since when. */
  coverage: Coverage;
  /** Whether the app has runs that aren't among them. */
  hasMore: boolean;
  /** Whether older runs are read into the index, in any window. */
  isReading: boolean;
}

export interface InsightsFactsOptions {
  sessions: RunsSessions;
  /** The index of a connection, if there is one. */
  indexOf?: (connectionId: string) => IndexedFacts | undefined;
  /** What reads older runs into the index, if there is one. */
  readerOf?: (connectionId: string) => OlderRunsReader | undefined;
}

type OlderRunsReader = Pick<RunReader, "start" | "stop" | "onDidChange"> & { readonly state: Reading };

/** The facts of all runs of a connection that are known: in the local index, and in the lists of this window. */
export class InsightsFacts implements Disposable {
  readonly #sessions: RunsSessions;
  readonly #indexOf: NonNullable<InsightsFactsOptions["indexOf"]>;
  readonly #readerOf: NonNullable<InsightsFactsOptions["readerOf"]>;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<string>());
  readonly #followed = new Set<string>();
  /** Fires with the id of the connection whose facts may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor({ sessions, indexOf = () => undefined, readerOf = () => undefined }: InsightsFactsOptions) {
    this.#sessions = sessions;
    this.#indexOf = indexOf;
    this.#readerOf = readerOf;
  }

  async read(connectionId: string): Promise<KnownFacts> {
    this.#follow(connectionId);
    const { store } = this.#sessions.get(connectionId);
    const index = this.#indexOf(connectionId);
    const [indexed = [], { total, back } = {}] = await Promise.all([index?.facts(), index?.coverage()]);
    const facts = new Map(indexed.map((each) => [each.id, each]));
    for (const run of store.runs()) {
      const known = facts.get(run.id);
      // The index has read the events of a finished run. The list knows the newest status of any other.
      if (!known || known.status !== run.status) facts.set(run.id, factsOfRun(run, { titlePath: store.titlePath }));
    }
    const list = store.list(baseQuery(wholeView));
    const all = Math.max(total ?? 0, list.isRead ? list.count : 0, facts.size);
    const known = [...facts.values()];
    const isReading = this.#readerOf(connectionId)?.state.kind === "reading";
    const coverage = { indexed: known.length, total: all, back: back ?? firstBegan(known) };
    return { facts: known, coverage, hasMore: all > facts.size, isReading };
  }

  /** What answers the words and fields of a filter, if there is something. */
  filterIndex(connectionId: string): FilterIndex | undefined {
    return this.#indexOf(connectionId);
  }

  /**
   * Reads older runs with their events into the index, until all are read or somebody stops it. Without an index, reads
   * the next page of the app's list of runs.
   *
   * @throws ApiError
   */
  async readMore(connectionId: string): Promise<void> {
    const reader = this.#readerOf(connectionId);
    if (!reader) return this.#readPage(connectionId);
    await reader.start();
    if (reader.state.kind === "failed") throw reader.state.error;
  }

  /** Stops the reading of older runs, in whichever window it is. */
  async stopReading(connectionId: string): Promise<void> {
    await this.#readerOf(connectionId)?.stop();
    this.#changed.fire(connectionId);
  }

  async #readPage(connectionId: string): Promise<void> {
    const { store } = this.#sessions.get(connectionId);
    const query = baseQuery(wholeView);
    const { isRead, hasMore } = store.list(query);
    await (isRead && hasMore ? store.loadMore(query) : store.read(query));
    const { error } = store.list(query);
    if (error) throw error;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #follow(connectionId: string): void {
    if (this.#followed.has(connectionId)) return;
    this.#followed.add(connectionId);
    const tell = (): void => this.#changed.fire(connectionId);
    this.#disposables.add(this.#sessions.get(connectionId).store.onDidChange(tell));
    const index = this.#indexOf(connectionId);
    if (index) this.#disposables.add(index.onDidChange(tell));
    const reader = this.#readerOf(connectionId);
    if (reader) this.#disposables.add(reader.onDidChange(tell));
  }
}
