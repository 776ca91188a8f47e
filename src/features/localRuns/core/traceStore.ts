import type { RunEvent } from "#api/schemas.ts";
import { maxContainers, TooMuchJsonError } from "#base/json/parseJson.ts";
import { keepNewest } from "#base/keepNewest.ts";
import { withFullStop } from "#base/text/oneLine.ts";
import { messageOf } from "#base/thrown.ts";
import { formatBytes } from "#model/bytes.ts";
import { startOf } from "#model/runOrder.ts";
import { isTerminal } from "#model/status.ts";
import { StorageError } from "#storage/storageError.ts";
import { hintsOf } from "./hints.ts";
import { byRoot, merged, parseTraceBody, type TraceRun } from "./trace.ts";
import type { EventRange, EventsPart, LocalRun, RunsDifference, Received, TraceCalls } from "./traceCalls.ts";
import { toEvents } from "./traceEvents.ts";
import { fileOf, type FileState, type TraceFiles, TraceFolder } from "./traceFolder.ts";
import { linesBetween, noLog, readLog, type TraceLog } from "./traceLog.ts";
import { toRun } from "./traceRun.ts";

export interface TraceStoreOptions {
  /** Absolute. Windows without a workspace share one. */
  folder: string;
  maxRuns?: number;
  /** The bytes of all files together. */
  maxBytes?: number;
  /** The bytes of the file of one run. */
  maxBytesOfRun?: number;
  /** The lists and objects of one run. */
  maxContainersOfRun?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

interface HeldRun extends LocalRun {
  /** The size of its file, in bytes. */
  size: number;
}

type Nodes = ReadonlyMap<string, TraceRun>;

const mebibyte = 2 ** 20;
const defaultLimits = {
  maxRuns: 500,
  maxBytes: 200 * mebibyte,
  maxBytesOfRun: 64 * mebibyte,
  maxContainersOfRun: maxContainers,
  now: Date.now,
};

/** The traces that stay in memory, for the next post of the same run and for the pages of events. Large ones don't. */
const maxRecent = { logs: 4, bytes: 32 * mebibyte };
/** In milliseconds. No write takes so long: a file without a whole line was left by a process that has ended. */
const leftoverAge = 60 * 60 * 1000;
/** How often a write is tried. Another window rarely writes to the same run, and never so often. */
const maxAttempts = 10;

/** The traces of local runs, one file for each. The oldest runs go when there are too many. */
export class TraceStore implements TraceCalls {
  readonly #folder: TraceFolder;
  readonly #options: typeof defaultLimits;
  readonly #held = new Map<string, HeldRun>();
  readonly #recent = new Map<string, TraceLog>();
  /** The files that can't be read, by their names. */
  readonly #unreadable = new Map<string, { state: FileState | undefined; reason: string }>();
  #events: { id: string; all: RunEvent[] } | undefined;
  #hasLooked = false;

  constructor({ folder, ...options }: TraceStoreOptions, files?: TraceFiles) {
    this.#folder = new TraceFolder(folder, files);
    this.#options = { ...defaultLimits, ...options };
  }

  async look(): Promise<RunsDifference> {
    const before = [...this.#held.keys()];
    const names = new Set(await this.#folder.names());
    const idOfFile = new Map(before.map((id) => [fileOf(id), id]));
    for (const [name, id] of idOfFile) if (!names.has(name)) this.#forget(id);
    for (const name of this.#unreadable.keys()) if (!names.has(name)) this.#unreadable.delete(name);
    const changed: LocalRun[] = [];
    for (const name of names) changed.push(...(await this.#lookAt(name, idOfFile.get(name))));
    this.#hasLooked = true;
    await this.#removeOldest();
    const unreadable = [...this.#unreadable].map(([name, { reason }]) => `${name}: ${reason}`);
    return { ...this.#since(before, changed), unreadable };
  }

  async add(body: Uint8Array): Promise<Received> {
    if (!this.#hasLooked) await this.look();
    const before = [...this.#held.keys()];
    const { runs, problems } = parseTraceBody(new TextDecoder().decode(body));
    const changed: LocalRun[] = [];
    const unsaved: string[] = [];
    for (const [rootId, posted] of byRoot(runs, (parent) => this.#rootWith(parent))) {
      try {
        changed.push(...(await this.#take(rootId, posted)));
      } catch (error) {
        unsaved.push(error instanceof TooMuchJsonError ? `A run ${error.message}${noMoreSteps}` : messageOf(error));
      }
    }
    await this.#removeOldest();
    return { ...this.#since(before, changed), problems, unsaved, hints: hintsOf(runs) };
  }

  async events(id: string, { skip, limit }: EventRange): Promise<EventsPart | undefined> {
    if (!this.#hasLooked) await this.look();
    if (this.#events?.id !== id) {
      const { nodes } = await this.#logOf(id);
      const root = nodes.get(id);
      if (!root) return undefined;
      this.#events = { id, all: toEvents(root, [...nodes.values()]) };
    }
    const { all } = this.#events;
    return { events: all.slice(skip, skip + limit), total: all.length };
  }

  async clear(): Promise<void> {
    this.#held.clear();
    this.#recent.clear();
    this.#unreadable.clear();
    this.#events = undefined;
    await this.#folder.clear();
  }

  /** @param before the ids of the runs that were kept */
  #since(before: readonly string[], changed: readonly LocalRun[]): Pick<RunsDifference, "changed" | "removed"> {
    return {
      changed: changed.filter(({ run }) => this.#held.has(run.id)),
      removed: before.filter((id) => !this.#held.has(id)),
    };
  }

  /** @param id of the run that is known to be in the file @returns the run if it is another one than before */
  async #lookAt(name: string, id: string | undefined): Promise<LocalRun[]> {
    let state: FileState | undefined;
    try {
      state = await this.#folder.state(name);
      if (state && this.#isKnown(name, state, id)) return [];
      if (id !== undefined) this.#forget(id);
      this.#unreadable.delete(name);
      const read = state && (await this.#readFile(name, state));
      return state && read ? [this.#hold(read.root, read.log, { size: state.size, heardAt: state.mtimeMs })] : [];
    } catch (error) {
      this.#unreadable.set(name, { state, reason: messageOf(error) });
      return [];
    }
  }

  #isKnown(name: string, state: FileState, id: string | undefined): boolean {
    const bad = this.#unreadable.get(name);
    if (bad) return bad.state?.size === state.size && bad.state.ctimeMs === state.ctimeMs;
    return id !== undefined && this.#held.get(id)?.size === state.size;
  }

  /** @returns `undefined` for a file that is gone, or that has nothing yet @throws for one that can't be read */
  async #readFile(name: string, state: FileState): Promise<{ root: TraceRun; log: TraceLog } | undefined> {
    const { maxBytesOfRun, maxContainersOfRun, now } = this.#options;
    if (state.size > maxBytesOfRun) throw new Error(overSize(maxBytesOfRun));
    const text = await this.#folder.read(name);
    if (text === undefined) return undefined;
    const log = readLog(text, maxContainersOfRun);
    const [root] = log.nodes.values();
    if (root && fileOf(root.id) === name) return { root, log };
    if (text.trimStart().includes("\n")) throw new Error("it isn't a trace");
    // It may hold a secret, and nobody can read it.
    if (now() - state.mtimeMs > leftoverAge) await this.#folder.remove(name);
    return undefined;
  }

  #rootWith(nodeId: string): string | undefined {
    if (this.#held.has(nodeId)) return nodeId;
    for (const [rootId, { nodes }] of this.#recent) if (nodes.has(nodeId)) return rootId;
    return undefined;
  }

  async #logOf(rootId: string): Promise<TraceLog> {
    const recent = this.#recent.get(rootId);
    if (recent || !this.#held.has(rootId)) return recent ?? noLog;
    const text = await this.#folder.read(fileOf(rootId));
    if (text === undefined) this.#forget(rootId);
    const log = text === undefined ? noLog : readLog(text, this.#options.maxContainersOfRun);
    if (text !== undefined) this.#remember(rootId, log);
    return log;
  }

  /** Keeps what a post says of one run. @returns the run, unless it is as before and has ended */
  async #take(rootId: string, posted: Nodes): Promise<LocalRun[]> {
    // A run that has got a parent is a part of another run now, with all its nodes.
    const joined = [...posted.keys()].filter((id) => id !== rootId && this.#held.has(id));
    let nodes: Nodes = new Map();
    for (const id of joined) nodes = merged(nodes, (await this.#logOf(id)).nodes);
    const kept = await this.#keep(rootId, merged(nodes, posted));
    for (const id of joined) await this.#remove(id);
    return kept;
  }

  async #keep(rootId: string, posted: Nodes): Promise<LocalRun[]> {
    const { maxBytesOfRun, maxContainersOfRun, now } = this.#options;
    const bad = this.#unreadable.get(fileOf(rootId));
    if (bad)
      throw new StorageError(`The file of a run can't be read: ${withFullStop(bad.reason)} Run the program again.`);
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const before = await this.#logOf(rootId);
      const size = this.#held.get(rootId)?.size ?? 0;
      const all = merged(before.nodes, posted);
      const root = all.get(rootId);
      if (!root) throw new StorageError("A trace continues a run that was deleted. Run the program again.");
      const { text, log } = linesBetween(before, new Map([[rootId, root], ...all]), maxContainersOfRun);
      const grown = size + Buffer.byteLength(text);
      if (grown > maxBytesOfRun)
        throw new StorageError(`The file of a run would be over ${formatBytes(maxBytesOfRun)}${noMoreSteps}`);
      if (text === "" || (await this.#folder.append(fileOf(rootId), text, size))) {
        const isSame = text === "" && isTerminal(this.#held.get(rootId)?.run.status ?? "");
        this.#remember(rootId, log);
        return isSame ? [] : [this.#hold(root, log, { size: grown, heardAt: now() })];
      }
      await this.#lookAt(fileOf(rootId), rootId);
    }
    throw new StorageError("Another window keeps writing to the same run. Run the program again.");
  }

  #hold(root: TraceRun, log: TraceLog, { size, heardAt }: { size: number; heardAt: number }): LocalRun {
    const held = { run: toRun(root, [...log.nodes.values()], size), heardAt, size };
    this.#held.set(root.id, held);
    if (this.#events?.id === root.id) this.#events = undefined;
    return held;
  }

  #remember(rootId: string, log: TraceLog): void {
    keepNewest(this.#recent, rootId, log, maxRecent.logs);
    let bytes = 0;
    for (const id of [...this.#recent.keys()].reverse()) {
      bytes += this.#held.get(id)?.size ?? 0;
      if (bytes > maxRecent.bytes && id !== rootId) this.#recent.delete(id);
    }
  }

  async #removeOldest(): Promise<void> {
    const { maxRuns, maxBytes } = this.#options;
    const oldest = [...this.#held].sort(([, a], [, b]) => startOf(a.run) - startOf(b.run));
    let bytes = oldest.reduce((sum, [, { size }]) => sum + size, 0);
    for (const [id, { size }] of oldest) {
      if (this.#held.size <= maxRuns && bytes <= maxBytes) return;
      bytes -= size;
      await this.#remove(id);
    }
  }

  /** A file that can't be removed is named like one that can't be read. */
  async #remove(id: string): Promise<void> {
    const name = fileOf(id);
    this.#forget(id);
    await this.#folder
      .remove(name)
      .catch((error: unknown) => this.#unreadable.set(name, { state: undefined, reason: messageOf(error) }));
  }

  #forget(id: string): void {
    this.#held.delete(id);
    this.#recent.delete(id);
    if (this.#events?.id === id) this.#events = undefined;
  }
}

const noMoreSteps = ", so no more of its steps are saved. Split its work into several runs.";

function overSize(bytes: number): string {
  return `it is over ${formatBytes(bytes)}`;
}
