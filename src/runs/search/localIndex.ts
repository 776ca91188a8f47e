import type { RunsApi } from "../../api/contract.ts";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import type { ReadRun } from "./documents/indexedRun.ts";
import type { IndexLimits } from "./indexTypes.ts";
import { KeptFacts } from "./keptFacts.ts";
import { RunReader } from "./reading/runReader.ts";
import type { RunIndex } from "./runIndex.ts";
import { RunIndexes } from "./runIndexes.ts";

/** What the index needs to know of a connection. */
export interface IndexedConnection {
  /** Its runs are those of the app at this address. */
  baseUrl: string;
  /** The key, and whatever else may never be written. */
  secrets: () => Promise<readonly string[]>;
  titlePath?: JsonPath | undefined;
}

export interface LocalIndexOptions {
  /** Absolute: the folder of all indexes. */
  folder: string;
  /** The file of the thread's script. */
  script: string | URL;
  limits: () => IndexLimits;
  /** Whether the setting is on. */
  isOn: () => boolean;
  /** `undefined` when it was removed. */
  connection: (id: string) => IndexedConnection | undefined;
  api: (connectionId: string) => Promise<RunsApi>;
  onError: (error: unknown) => void;
}

type RunFactsSource = Pick<RunIndex, "facts" | "ids" | "values" | "coverage" | "onDidChange">;

/** After so many added runs, the oldest ones may have to leave. */
const trimAfter = 50;
/** In the index: the address of the app whose runs it has. */
const addressName = "address";

/** The runs of all connections that were read on this computer. Nothing is opened before the first run or search. */
export class LocalIndex implements Disposable {
  readonly #options: LocalIndexOptions;
  readonly #indexes: RunIndexes;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<string>());
  /** Fires with the id of a connection whose index, or the reading of older runs into it, has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #readers = new Map<string, RunReader>();
  readonly #known = new Map<string, string>();
  readonly #facts = new Map<string, KeptFacts>();
  /** The runs that are added, one after the other. */
  #adding: Promise<void> = Promise.resolve();
  /** How often the index of a connection was cleared: a run that was added before isn't written any more. */
  readonly #clears = new Map<string, number>();
  #added = 0;
  #lastLogged: string | undefined;

  constructor(options: LocalIndexOptions) {
    this.#options = options;
    this.#indexes = new RunIndexes(options);
    this.#disposables.add(this.#indexes);
  }

  /** Whether the setting is on. */
  get isOn(): boolean {
    return this.#options.isOn();
  }

  /** Why nothing can be searched on this computer, as a sentence; `undefined` as long as nothing is wrong. */
  get failure(): string | undefined {
    return this.#indexes.failure;
  }

  /** The index of a connection; `undefined` when the setting is off or the connection was removed. */
  indexOf(connectionId: string): RunIndex | undefined {
    const connection = this.#options.connection(connectionId);
    if (!connection || !this.isOn) return undefined;
    const index = this.#indexes.of(connectionId, async () => {
      return (await this.#options.connection(connectionId)?.secrets()) ?? [];
    });
    if (this.#known.get(connectionId) === connection.baseUrl) return index;
    const isFirst = !this.#known.has(connectionId);
    this.#known.set(connectionId, connection.baseUrl);
    if (isFirst) this.#disposables.add(index.onDidChange(() => this.#changed.fire(connectionId)));
    this.#keepOneApp(index, connection.baseUrl).catch((error: unknown) => this.#tell(error));
    return index;
  }

  /** What is known of a connection's runs, for figures: nothing where there is no database. */
  factsOf(connectionId: string): RunFactsSource | undefined {
    const index = this.failure === undefined ? this.indexOf(connectionId) : undefined;
    if (!index) return undefined;
    const unlessMissing = async <T>(asked: Promise<T>, nothing: T): Promise<T> => {
      try {
        return await asked;
      } catch (error) {
        if (this.failure === undefined) throw error;
        return nothing;
      }
    };
    const kept = this.#facts.get(connectionId) ?? new KeptFacts(index);
    this.#facts.set(connectionId, kept);
    return {
      facts: () => unlessMissing(kept.all(), []),
      ids: (query) => unlessMissing(index.ids(query), []),
      values: (...asked) => unlessMissing(index.values(...asked), []),
      coverage: () => unlessMissing(index.coverage(), { indexed: 0 }),
      onDidChange: index.onDidChange,
    };
  }

  /** What reads older runs of a connection; `undefined` like its index. */
  readerOf(connectionId: string): RunReader | undefined {
    const known = this.#readers.get(connectionId);
    if (known && this.isOn) return known;
    const index = this.indexOf(connectionId);
    if (!index) return undefined;
    const api = () => this.#options.api(connectionId);
    const titlePath = () => this.#options.connection(connectionId)?.titlePath;
    const reader = new RunReader({ api, index, titlePath });
    reader.onDidChange(() => this.#changed.fire(connectionId));
    this.#readers.set(connectionId, reader);
    return reader;
  }

  /** Adds a run that was read with all its events, in the background. Failures are logged. */
  add(connectionId: string, read: Omit<ReadRun, "titlePath">): void {
    const clears = this.#clears.get(connectionId);
    this.#adding = this.#adding
      .then(() => {
        const isWanted = clears === this.#clears.get(connectionId) && this.failure === undefined;
        return isWanted ? this.#add(connectionId, read) : undefined;
      })
      .catch((error: unknown) => this.#tell(error));
  }

  /** Waits until the runs that were added are on the disk, or their failure was logged. */
  settled(): Promise<void> {
    return this.#adding;
  }

  /** Removes all runs of some connections, so that no byte of them is left. */
  async clear(connectionIds: readonly string[]): Promise<void> {
    await this.#stop(connectionIds);
    await this.#indexes.clear(connectionIds);
    for (const id of connectionIds) this.#changed.fire(id);
  }

  /** Removes the index of a connection that was removed. */
  async remove(connectionId: string): Promise<void> {
    await this.#stop([connectionId]);
    this.#readers.get(connectionId)?.dispose();
    this.#readers.delete(connectionId);
    this.#known.delete(connectionId);
    this.#forgetFacts(connectionId);
    await this.#indexes.remove(connectionId);
    this.#changed.fire(connectionId);
  }

  /** Looks at the setting again: the reading stops when it was turned off. */
  async lookAtSetting(): Promise<void> {
    if (!this.isOn) {
      for (const id of [...this.#facts.keys()]) this.#forgetFacts(id);
      await Promise.all([...this.#readers.values()].map((reader) => reader.stop()));
    }
    for (const id of this.#known.keys()) this.#changed.fire(id);
  }

  dispose(): void {
    for (const reader of this.#readers.values()) reader.dispose();
    for (const id of [...this.#facts.keys()]) this.#forgetFacts(id);
    this.#disposables.dispose();
  }

  #forgetFacts(connectionId: string): void {
    this.#facts.get(connectionId)?.dispose();
    this.#facts.delete(connectionId);
  }

  async #add(connectionId: string, read: Omit<ReadRun, "titlePath">): Promise<void> {
    const index = this.indexOf(connectionId);
    if (!index) return;
    const isAdded = await index.put({ ...read, titlePath: this.#options.connection(connectionId)?.titlePath });
    this.#lastLogged = undefined;
    if (isAdded && ++this.#added % trimAfter === 1) await index.trim();
  }

  /** A connection that was given another address has other runs. */
  async #keepOneApp(index: RunIndex, address: string): Promise<void> {
    const before = await index.state(addressName);
    if (before === address) return;
    if (before !== undefined) await index.clear();
    await index.exchange(addressName, await index.state(addressName), address);
  }

  /** Stops whatever writes. Runs of these connections that wait to be added are forgotten. */
  async #stop(connectionIds: readonly string[]): Promise<void> {
    for (const id of connectionIds) this.#clears.set(id, (this.#clears.get(id) ?? 0) + 1);
    for (const id of connectionIds) await this.#readers.get(id)?.stop();
    await this.#adding;
  }

  /** Without a database, or with a full disk, each run would fail in the same way. */
  #tell(error: unknown): void {
    const message = this.failure ?? (error instanceof Error ? error.message : String(error));
    if (message === this.#lastLogged) return;
    this.#lastLogged = message;
    this.#options.onError(error);
  }
}
