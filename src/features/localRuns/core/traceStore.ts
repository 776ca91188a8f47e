import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run, RunEvent } from "../../../api/schemas.ts";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import { keepNewest } from "../../../base/keepNewest.ts";
import { codeOf } from "../../../base/thrown.ts";
import { startOf } from "../../../model/runOrder.ts";
import { slotOf } from "../../../storage/entityFile.ts";
import { writeFailure } from "../../../storage/storageError.ts";
import { type Hint, hintsOf } from "./hints.ts";
import { newestStep } from "./lostRuns.ts";
import { parseTraceBody, type TraceRun, byRoot, merged } from "./trace.ts";
import { toEvents } from "./traceEvents.ts";
import { toRun } from "./traceRun.ts";

/** A run of a program on this machine, without its nodes. */
export interface LocalRun {
  run: Run;
  /** When a post last had it, in milliseconds since the epoch. */
  heardAt: number;
  /** How long its newest step took, in milliseconds. */
  newestStep: number;
}

/** What a post has changed. */
export interface Received {
  changed: LocalRun[];
  /** The ids of runs that are no longer kept. */
  removed: string[];
  /** What couldn't be read, without its content. */
  problems: string[];
  hints: Hint[];
}

export interface EventRange {
  /** How many of the first events to leave out. */
  skip: number;
  most: number;
}

export interface EventsPart {
  events: RunEvent[];
  /** How many events the run has. */
  total: number;
}

/** The calls of the store. It works in a thread of its own, because a large post takes seconds. */
export interface TraceCalls {
  runs(): Promise<LocalRun[]>;
  /** @param body a post as it arrived */
  add(body: Uint8Array): Promise<Received>;
  /** Some events of a run, in their order; `undefined` for a run that isn't kept. */
  events(id: string, range: EventRange): Promise<EventsPart | undefined>;
  /** Deletes everything. */
  clear(): Promise<void>;
}

export interface TraceStoreOptions {
  /** Absolute. Holds nothing but the traces. */
  folder: string;
  mostRuns?: number;
  /** Of all files together. */
  mostBytes?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

interface Held extends LocalRun {
  /** Of its file, in bytes. */
  size: number;
}

type Nodes = ReadonlyMap<string, TraceRun>;

/** So many traces stay in memory, for the next post of the same run and for the pages of events. */
const mostRecent = 4;

const what = "local runs";

/**
 * The traces of local runs, one file for each: a body as the SDK posts it, with the nodes of one run. The oldest runs
 * go when there are too many.
 */
export class TraceStore implements TraceCalls {
  readonly #folder: string;
  readonly #mostRuns: number;
  readonly #mostBytes: number;
  readonly #now: () => number;
  readonly #held = new Map<string, Held>();
  readonly #recent = new Map<string, Nodes>();
  #events: { id: string; all: RunEvent[] } | undefined;
  #loaded: Promise<void> | undefined;

  constructor({ folder, mostRuns = 500, mostBytes = 200 * 2 ** 20, now = Date.now }: TraceStoreOptions) {
    this.#folder = folder;
    this.#mostRuns = mostRuns;
    this.#mostBytes = mostBytes;
    this.#now = now;
  }

  async runs(): Promise<LocalRun[]> {
    await this.#load();
    return [...this.#held.values()];
  }

  async add(body: Uint8Array): Promise<Received> {
    await this.#load();
    const { runs, problems } = parseTraceBody(new TextDecoder().decode(body));
    const changed: LocalRun[] = [];
    const removed: string[] = [];
    for (const [rootId, nodes] of byRoot(runs, (parent) => this.#rootWith(parent))) {
      let known = (await this.#nodesOf(rootId)) ?? new Map<string, TraceRun>();
      // A run that has got a parent is a part of another run now, with all its nodes.
      for (const id of nodes.keys()) {
        if (id === rootId || !this.#held.has(id)) continue;
        known = merged(known, (await this.#nodesOf(id)) ?? new Map<string, TraceRun>());
        removed.push(await this.#remove(id));
      }
      changed.push(await this.#keep(rootId, merged(known, nodes)));
    }
    removed.push(...(await this.#removeOldest()));
    return { changed, removed, problems, hints: hintsOf(runs) };
  }

  async events(id: string, { skip, most }: EventRange): Promise<EventsPart | undefined> {
    await this.#load();
    if (this.#events?.id !== id) {
      const nodes = await this.#nodesOf(id);
      const root = nodes?.get(id);
      if (!nodes || !root) return undefined;
      this.#events = { id, all: toEvents(root, [...nodes.values()]) };
    }
    const { all } = this.#events;
    return { events: all.slice(skip, skip + most), total: all.length };
  }

  async clear(): Promise<void> {
    await this.#load();
    this.#held.clear();
    this.#recent.clear();
    this.#events = undefined;
    await rm(this.#folder, { recursive: true, force: true });
  }

  #load(): Promise<void> {
    return (this.#loaded ??= this.#loadFiles().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    }));
  }

  async #loadFiles(): Promise<void> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    });
    for (const name of names) await this.#loadFile(name);
    await this.#removeOldest();
  }

  async #loadFile(name: string): Promise<void> {
    const path = join(this.#folder, name);
    const text = name.endsWith(".json") ? await readFile(path, "utf8") : "";
    const nodes = new Map(parseTraceBody(text).runs.map((run) => [run.id, run]));
    const [root] = nodes.values();
    // A write that was interrupted leaves a file that nobody can read, and that may hold a secret.
    if (!root) return rm(path, { force: true });
    const { mtimeMs, size } = await stat(path);
    this.#held.set(root.id, heldRun(root, nodes, size, mtimeMs));
  }

  #rootWith(nodeId: string): string | undefined {
    if (this.#held.has(nodeId)) return nodeId;
    for (const [rootId, nodes] of this.#recent) if (nodes.has(nodeId)) return rootId;
    return undefined;
  }

  async #nodesOf(rootId: string): Promise<Nodes | undefined> {
    const recent = this.#recent.get(rootId);
    if (recent || !this.#held.has(rootId)) return recent;
    const { runs } = parseTraceBody(await readFile(this.#pathOf(rootId), "utf8"));
    const nodes = new Map(runs.map((run) => [run.id, run]));
    keepNewest(this.#recent, rootId, nodes, mostRecent);
    return nodes;
  }

  async #keep(rootId: string, nodes: Nodes): Promise<LocalRun> {
    const root = nodes.get(rootId);
    if (!root) throw new Error("A trace has no root");
    const others = [...nodes.values()].filter((node) => node !== root);
    const text = stringifyJson({ runs: [root, ...others] }) ?? "";
    await this.#write(rootId, text);
    keepNewest(this.#recent, rootId, nodes, mostRecent);
    if (this.#events?.id === rootId) this.#events = undefined;
    const size = Buffer.byteLength(text);
    const held = heldRun(root, nodes, size, this.#now());
    this.#held.set(rootId, held);
    return held;
  }

  /** The file is whole or the one before it: a program may post again while the window closes. */
  async #write(rootId: string, text: string): Promise<void> {
    const path = this.#pathOf(rootId);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(`${path}.new`, text, { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (error) {
      throw writeFailure(what, this.#folder, error);
    }
  }

  async #removeOldest(): Promise<string[]> {
    const oldest = [...this.#held].sort(([, a], [, b]) => startOf(a.run) - startOf(b.run));
    let bytes = oldest.reduce((sum, [, { size }]) => sum + size, 0);
    const removed: string[] = [];
    for (const [id, { size }] of oldest) {
      if (this.#held.size <= this.#mostRuns && bytes <= this.#mostBytes) break;
      bytes -= size;
      removed.push(await this.#remove(id));
    }
    return removed;
  }

  async #remove(id: string): Promise<string> {
    this.#held.delete(id);
    this.#recent.delete(id);
    if (this.#events?.id === id) this.#events = undefined;
    await rm(this.#pathOf(id), { force: true });
    return id;
  }

  #pathOf(rootId: string): string {
    return join(this.#folder, `${slotOf(rootId)}.json`);
  }
}

function heldRun(root: TraceRun, nodes: Nodes, size: number, heardAt: number): Held {
  const all = [...nodes.values()];
  return { run: toRun(root, all, size), newestStep: newestStep(all), heardAt, size };
}
