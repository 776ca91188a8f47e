import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { KeyedQueue } from "#base/keyedQueue.ts";
import type { RunSet } from "#runs/store/runQuery.ts";
import { type Batch, countStates } from "./batch.ts";
import { claimBatch } from "./batchClaim.ts";
import { BatchFolder, type BatchOutline, linesOfRuns, type StoredBatch } from "./batchFolder.ts";
import type { BatchHead, BatchLine, LineCounts } from "./batchTypes.ts";

/** The facts about a batch that are always in memory. */
export interface KnownBatch {
  readonly head: BatchHead;
  readonly counts: Readonly<LineCounts>;
  readonly runs: RunSet;
  /** The names of the lines by their runs, as far as they are known. */
  readonly lines: ReadonlyMap<string, string>;
  /** Whether this window works on it. */
  readonly isOpen: boolean;
  /** Whether the person has been told about the lines that were not sent. */
  readonly wasShown: boolean;
}

/** A batch that only this window works on. `close` gives it back. */
export interface OpenBatch {
  readonly batch: Batch;
  /**
   * Stores whether the person has been told about the lines that were not sent, so that the next window doesn't tell
   * them again.
   */
  tell(wasShown: boolean): Promise<void>;
  close(): Promise<void>;
}

interface Entry {
  outline: BatchOutline;
  runs: RunSet;
  counts: LineCounts;
  open?: Batch;
}

export class BatchStore implements Disposable {
  readonly #folder: BatchFolder;
  /** Has a file for each batch whose end nobody has been told about, which `hasOpenBatch` finds: its workspace. */
  readonly #marks: string;
  readonly #entries = new Map<string, Entry>();
  readonly #claims = new Set<Disposable>();
  readonly #loads = new KeyedQueue();
  readonly #changed = new Emitter<string>();
  readonly #end = new AbortController();
  /** Aborted when this window closes. It sends nothing after that. */
  readonly ended = this.#end.signal;
  /**
   * Fires with a batch that was added, removed, renamed, opened or closed. A batch reports changes of its lines itself.
   */
  readonly onDidChange = this.#changed.event;

  /** @param marks the folder in which other windows see which batches still need a message to the person */
  constructor(path: string, marks: string) {
    this.#folder = new BatchFolder(path);
    this.#marks = marks;
  }

  get list(): readonly KnownBatch[] {
    return [...this.#entries.values()].map(knownBatch);
  }

  get(id: string): KnownBatch | undefined {
    const entry = this.#entries.get(id);
    return entry && knownBatch(entry);
  }

  /** Reads the stored batches, except those that this window works on or changes meanwhile. */
  load(): Promise<void> {
    return this.#loads.take("", () => this.#load());
  }

  async #load(): Promise<void> {
    const idle = [...this.#entries].filter(([, { open }]) => !open);
    const before = new Map(idle.map(([id, { outline }]) => [id, outline]));
    for (const outline of await this.#folder.list()) {
      const { id } = outline.head;
      if (this.#entries.get(id)?.outline === before.get(id)) this.#take(outline);
    }
  }

  /** Stores a new batch. @throws the system's errors: then nothing may be sent */
  async create(head: BatchHead, lines: readonly BatchLine[]): Promise<OpenBatch> {
    const stored = await this.#folder.create(head, lines);
    const claim = claimBatch(this.#folder.pathOf(head.id));
    if (!claim) throw new Error("Another window is sending this batch.");
    return this.#open(stored, claim);
  }

  /**
   * Opens a batch to work on it. @returns `undefined` while another window works on it. @throws when it is gone or
   * incomplete
   */
  async open(id: string): Promise<OpenBatch | undefined> {
    if (this.#entries.get(id)?.open) return undefined;
    if (this.#isGone(id)) throw new Error("This batch no longer exists.");
    const claim = claimBatch(this.#folder.pathOf(id));
    if (!claim) return undefined;
    try {
      const stored = await this.#folder.open(id);
      if (!stored) throw new Error("This batch no longer exists.");
      return this.#open(stored, claim);
    } catch (error) {
      claim.dispose();
      throw error;
    }
  }

  /** Reads a stored batch without opening it. */
  async read(id: string): Promise<Batch | undefined> {
    return this.#entries.get(id)?.open ?? (await this.#folder.open(id))?.batch;
  }

  async rename(id: string, name: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    await this.#folder.rename(id, name);
    entry.outline = { ...entry.outline, head: { ...entry.outline.head, name } };
    this.#changed.fire(id);
  }

  /** Removes a batch that no window works on. Its runs aren't affected. */
  async remove(id: string): Promise<void> {
    if (!this.#isGone(id)) {
      const claim = claimBatch(this.#folder.pathOf(id));
      if (!claim) throw new Error("This batch is being sent. Stop it first.");
      claim.dispose();
    }
    await this.#folder.remove(id);
    this.#entries.delete(id);
    await this.#unmark(id);
    this.#changed.fire(id);
  }

  dispose(): void {
    this.#end.abort();
    for (const claim of this.#claims) claim.dispose();
    this.#changed.dispose();
  }

  #open({ batch, log }: StoredBatch, claim: Disposable): OpenBatch {
    const { id } = batch.head;
    const { head, states } = batch;
    const lines = linesOfRuns(batch);
    const entry = this.#take({ head, states, lines, wasShown: false });
    entry.open = batch;
    this.#claims.add(claim);
    const subscription = batch.onDidChange((n) => {
      const state = batch.states[n];
      if (state?.kind !== "created") return;
      entry.runs.ids.add(state.runId);
      lines.set(state.runId, batch.lines[n]!.source);
    });
    this.#changed.fire(id);
    return {
      batch,
      tell: async (wasShown) => {
        entry.outline = { ...entry.outline, wasShown };
        if (!wasShown) await this.#mark(batch.head);
        await log.append({ told: wasShown });
        if (wasShown) await this.#unmark(id);
      },
      close: async () => {
        await log.close();
        subscription.dispose();
        claim.dispose();
        this.#claims.delete(claim);
        delete entry.open;
        entry.counts = { ...batch.counts };
        this.#changed.fire(id);
      },
    };
  }

  /** Whether another window has removed a batch. */
  #isGone(id: string): boolean {
    return !existsSync(this.#folder.pathOf(id));
  }

  async #mark({ id, workspace }: BatchHead): Promise<void> {
    await mkdir(this.#marks, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#marks, id), workspace, { flush: true });
  }

  async #unmark(id: string): Promise<void> {
    await rm(join(this.#marks, id), { force: true });
  }

  /** The set of a batch's runs stays the same object as long as the window lives, because lists of runs hold it. */
  #take(outline: BatchOutline): Entry {
    const { id } = outline.head;
    const runs = this.#entries.get(id)?.runs ?? { id, ids: new Set() };
    for (const state of outline.states) if (state.kind === "created") runs.ids.add(state.runId);
    const entry = { outline, runs, counts: countStates(outline.states) };
    this.#entries.set(id, entry);
    this.#changed.fire(id);
    return entry;
  }
}

function knownBatch({ outline, runs, counts, open }: Entry): KnownBatch {
  const { head, wasShown, lines } = outline;
  return { head, counts: open?.counts ?? counts, runs, lines, isOpen: open !== undefined, wasShown };
}
