/**
 * The local index of runs.
 *
 * It is one SQLite database for each connection, in the extension's storage and readable by its owner alone.
 * `node:sqlite` with FTS5 is in every Node that is supported, in VS Code's Electron and in its server: only Electron
 * 37.2.0 had left it out (electron/electron#47706). SQLite shares its file with other processes and survives a
 * `kill -9`, which no library in WebAssembly does without locks of its own. Where it is missing, a sentence says so and
 * nothing else changes.
 *
 * All databases of a window live in one thread, so the extension host never waits for a disk, and its bundle is loaded
 * with the first runs or search. A broken file, or one of an earlier version, is made anew. One of a newer version
 * stays: two windows with different versions would take it from each other.
 *
 * A run's number is its time in milliseconds, and a text's number is that of its run and its index, so the newest
 * matches are found first, without sorting. A run that another window begins anew has another writer, and parts of the
 * first one are refused. What is typed is only ever a bound value of the SQL. Secrets are removed before anything is
 * written.
 *
 * What is read for the index comes last: its thread has a lower priority, and reading pauses while the extension host
 * has other work. Nothing is requested for it without a person asking: runs that the list has shown are kept as the list
 * has them, and `runReader.ts` loads the steps of a range. Only runs of this machine's programs, which are files of it,
 * are read by themselves.
 */

import { readdir } from "node:fs/promises";
import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { messageOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import type { ReadRun } from "./documents/indexedRun.ts";
import { RunReader } from "./reading/runReader.ts";
import { indexFolder, RunIndex } from "./runIndex.ts";
import { IndexThread } from "./worker/indexThread.ts";

export interface IndexedConnection {
  /** The address of the app whose runs it has. */
  baseUrl: string;
  /** The key, and whatever else may never be written. */
  secrets: () => Promise<readonly string[]>;
  titlePath?: JsonPath;
  /** What started a run, if it isn't the app's own traffic. */
  originOf?: OriginOf;
  /** Whether nothing comes any more of a run that goes on: its program may have ended. */
  isQuiet?: ((run: Run) => boolean) | undefined;
}

export interface LocalIndexOptions {
  /** Absolute: the folder of all indexes. */
  folder: string;
  /** The file of the thread's script. */
  script: string | URL;
  /** How much an index may keep. */
  maxBytes: () => number;
  /** Whether the setting is on. */
  isOn: () => boolean;
  /** `undefined` when it was removed. */
  connection: (id: string) => IndexedConnection | undefined;
  api: (connectionId: string) => Promise<RunsApi>;
}

type RunFactsSource = Pick<RunIndex, "facts" | "ids" | "values" | "coverage" | "onDidChange">;

/** Number of added runs after which the oldest ones may have to leave. */
const trimAfter = 50;
/** The name under which the index keeps the address of the app whose runs it has. */
const addressName = "address";

/** What this window has of a connection's index. */
interface ConnectionIndex {
  readonly index: RunIndex;
  /** The address of the app whose runs it has. */
  address?: string;
  reader?: RunReader;
  /** How often it was cleared: a run that was added before isn't written any more. */
  clears: number;
  /** How many runs the app has, as its lists have said to this window. */
  total: number;
  /** The runs that were taken from the list, with their status. One that failed is taken again, and all after a clear. */
  readonly seen: Map<string, string>;
}

/** The runs of all connections that are indexed on this machine. Nothing is opened before the first runs or search. */
export class LocalIndex implements Disposable {
  readonly #options: LocalIndexOptions;
  readonly #thread: IndexThread;
  readonly #changed = new Emitter<string>();
  /** Fires with the id of a connection whose index, or the loading into it, has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #known = new Map<string, ConnectionIndex>();
  /** The runs that are added, one after the other. */
  #adding: Promise<void> = Promise.resolve();
  #added = 0;
  #lastLogged: string | undefined;

  constructor(options: LocalIndexOptions) {
    this.#options = options;
    this.#thread = new IndexThread(options.script);
  }

  /** Whether the setting is on. */
  get isOn(): boolean {
    return this.#options.isOn();
  }

  /** Why nothing can be searched on this machine, as a sentence; `undefined` as long as nothing is wrong. */
  get failure(): string | undefined {
    return this.#thread.failure?.message;
  }

  /** The index of a connection; `undefined` when the setting is off or the connection was removed. */
  indexOf(connectionId: string): RunIndex | undefined {
    return this.#usedOf(connectionId)?.index;
  }

  /** What is known of a connection's runs, for figures: nothing where there is no database. */
  factsOf(connectionId: string): RunFactsSource | undefined {
    const used = this.failure === undefined ? this.#usedOf(connectionId) : undefined;
    if (!used) return undefined;
    const { index } = used;
    const unlessMissing = async <T>(asked: Promise<T>, nothing: T): Promise<T> => {
      try {
        return await asked;
      } catch (error) {
        if (this.failure === undefined) throw error;
        return nothing;
      }
    };
    return {
      facts: (filter) => unlessMissing(index.facts(filter), []),
      ids: (query) => unlessMissing(index.ids(query), []),
      values: (...asked) => unlessMissing(index.values(...asked), []),
      coverage: () => unlessMissing(index.coverage(), { indexed: 0 }),
      onDidChange: index.onDidChange,
    };
  }

  /** What loads runs of a connection; `undefined` like its index. */
  readerOf(connectionId: string): RunReader | undefined {
    const used = this.#usedOf(connectionId);
    return used && (used.reader ??= this.#makeReader(connectionId, used));
  }

  /** Whether its runs are files of this machine, so that nobody has to load them. */
  readsItself(connectionId: string): boolean {
    return this.#options.connection(connectionId)?.isQuiet !== undefined;
  }

  /** Reads what the index lacks of all runs. Failures are in the reader's state. */
  async readAll(connectionId: string): Promise<void> {
    await this.readerOf(connectionId)?.start({ range: "all", since: -Infinity });
  }

  /** Adds a run that was read with all its events, in the background. Failures are logged. */
  add(connectionId: string, read: Omit<ReadRun, "titlePath">): void {
    const entry = this.#of(connectionId);
    const { clears } = entry;
    this.#adding = this.#adding
      .then(() => {
        const isWanted = clears === this.#of(connectionId).clears && this.failure === undefined;
        return isWanted ? this.#add(connectionId, read) : undefined;
      })
      .catch((error: unknown) => {
        entry.seen.delete(read.run.id);
        this.#tell(error);
      });
  }

  /**
   * Takes what the list says of runs whose events weren't read: they are found by title, input, output, status, user and
   * time.
   *
   * @param total how many runs the app has at least
   * @returns when they can be searched; failures are logged
   */
  async see(connectionId: string, runs: readonly Run[], total = runs.length): Promise<void> {
    const used = this.failure === undefined ? this.#usedOf(connectionId) : undefined;
    if (!used) return;
    try {
      const isCleared = await this.#lookWhetherCleared(used);
      if (this.readsItself(connectionId)) {
        if (isCleared) void this.readAll(connectionId);
        return;
      }
      const changedRuns = runs.filter(({ id, status }) => used.seen.get(id) !== status);
      if (total > used.total) await used.index.raiseTotal(total);
      used.total = Math.max(used.total, total);
      const missing = new Set(
        changedRuns.length === 0 ? [] : await used.index.missing(changedRuns.map(({ id }) => id)),
      );
      for (const { id, status } of changedRuns) used.seen.set(id, status);
      for (const run of changedRuns) if (missing.has(run.id)) this.add(connectionId, { run });
    } catch (error) {
      this.#tell(error);
    }
    await this.settled();
  }

  /** An index that was cleared, here or in another window, has lost the address: the list is taken anew. */
  async #lookWhetherCleared(known: ConnectionIndex): Promise<boolean> {
    if (known.address === undefined || (await known.index.state(addressName)) !== undefined) return false;
    known.seen.clear();
    known.total = 0;
    await known.index.setState(addressName, known.address);
    return true;
  }

  /** Removes a run that the app doesn't have any more. Failures are logged. */
  async forgetRun(connectionId: string, runId: string): Promise<void> {
    const used = this.failure === undefined ? this.#usedOf(connectionId) : undefined;
    await used?.index.forget([runId]).catch((error: unknown) => this.#tell(error));
  }

  /** Waits until the runs that were added are on the disk, or their failure was logged. */
  settled(): Promise<void> {
    return this.#adding;
  }

  /** Removes all runs of some connections, so that no byte of them is left. One that can't be removed keeps no other. */
  async clear(connectionIds: readonly string[]): Promise<void> {
    await this.#stop(connectionIds);
    const clears = await Promise.allSettled(connectionIds.map((id) => this.#of(id).index.clear()));
    const failed = clears.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
  }

  /** Clears all that is indexed on this machine, also of connections that only other windows know. */
  async clearAll(connectionIds: readonly string[]): Promise<void> {
    const names = await readdir(this.#options.folder).catch(() => []);
    const knownFolders = new Set(connectionIds.map(indexFolder));
    await this.clear([...connectionIds, ...names.filter((name) => !knownFolders.has(name))]);
  }

  async remove(connectionId: string): Promise<void> {
    await this.#stop([connectionId]);
    const entry = this.#of(connectionId);
    this.#known.delete(connectionId);
    forget(entry);
    await entry.index.remove();
    this.#changed.fire(connectionId);
  }

  /** Looks at the setting again: the reading stops when it was turned off. */
  async lookAtSetting(): Promise<void> {
    const all = [...this.#known.values()];
    if (!this.isOn) await Promise.all(all.map(async ({ reader }) => reader?.stop()));
    // What filled the index may have room now.
    await Promise.all(all.map(async ({ reader }) => reader?.state.kind === "done" && reader.stop()));
    for (const id of this.#known.keys()) this.#changed.fire(id);
  }

  dispose(): void {
    for (const entry of this.#known.values()) forget(entry);
    this.#changed.dispose();
    this.#thread.dispose();
  }

  /** The index of a connection. It knows the connection's key, which it never writes. */
  #of(connectionId: string): ConnectionIndex {
    const before = this.#known.get(connectionId);
    if (before) return before;
    const { folder, maxBytes } = this.#options;
    const secrets = async () => (await this.#options.connection(connectionId)?.secrets()) ?? [];
    const originOf: OriginOf = (runId) => this.#options.connection(connectionId)?.originOf?.(runId);
    const entry = {
      index: new RunIndex(this.#thread, { folder, connectionId, secrets, maxBytes, originOf }),
      clears: 0,
      total: 0,
      seen: new Map(),
    };
    entry.index.onDidChange(() => this.#changed.fire(connectionId));
    this.#known.set(connectionId, entry);
    return entry;
  }

  #usedOf(connectionId: string): ConnectionIndex | undefined {
    const connection = this.#options.connection(connectionId);
    if (!connection || !this.isOn) return undefined;
    const entry = this.#of(connectionId);
    if (entry.address !== connection.baseUrl) {
      entry.address = connection.baseUrl;
      // It would load the runs of the other app.
      entry.reader?.stop().catch((error: unknown) => this.#tell(error));
      this.#keepOneApp(entry.index, connection.baseUrl).catch((error: unknown) => this.#tell(error));
    }
    return entry;
  }

  #makeReader(connectionId: string, known: ConnectionIndex): RunReader {
    const reader = new RunReader({
      index: known.index,
      api: () => this.#options.api(connectionId),
      titlePath: () => this.#options.connection(connectionId)?.titlePath,
      isQuiet: this.#options.connection(connectionId)?.isQuiet,
    });
    reader.onDidChange(() => this.#changed.fire(connectionId));
    return reader;
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
    await index.setState(addressName, address);
  }

  /** Stops whatever writes. Runs of these connections that wait to be added are forgotten. */
  async #stop(connectionIds: readonly string[]): Promise<void> {
    const all = connectionIds.map((id) => this.#of(id));
    for (const entry of all) entry.clears++;
    for (const { reader } of all) await reader?.stop();
    await this.#adding;
  }

  /** Tells about a failure once. Without a database, or with a full disk, each run would fail in the same way. */
  #tell(error: unknown): void {
    const message = this.failure ?? messageOf(error);
    if (message === this.#lastLogged) return;
    this.#lastLogged = message;
    onUnexpectedError(error);
  }
}

function forget(known: ConnectionIndex): void {
  known.reader?.dispose();
  known.index.dispose();
}
