import type { Run } from "../../../api/schemas.ts";
import type { Disposable } from "../../../base/disposable.ts";
import { Emitter } from "../../../base/emitter.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import { lostAt, lostRun } from "./lostRuns.ts";
import type { EventRange, EventsPart, LocalRun, Received, TraceCalls } from "./traceStore.ts";

/** A change of the runs that are kept. */
export interface LocalRunsChange {
  /** As they are now. */
  readonly changed: readonly Run[];
  /** The ids of runs that are no longer kept. */
  readonly removed: readonly string[];
}

/** What a post says besides its runs. */
export interface LocalRunsNews extends Pick<Received, "problems" | "hints"> {
  /** In bytes. */
  readonly size: number;
}

/** The longest time of a timer, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** The runs of this machine's programs as this window knows them: those that are kept, and each post as it comes. */
export class LocalRuns implements Disposable {
  readonly #store: TraceCalls;
  readonly #runs = new Map<string, LocalRun>();
  readonly #changed = new Emitter<LocalRunsChange>();
  readonly #news = new Emitter<LocalRunsNews>();
  /** Fires when runs have come, changed or gone. */
  readonly onDidChange = this.#changed.event;
  /** Fires after each post that was read. */
  readonly onDidReceive = this.#news.event;
  readonly #receiving = new Set<Promise<void>>();
  #loaded: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: TraceCalls) {
    this.#store = store;
  }

  /** All runs. @throws StorageError */
  async list(): Promise<Run[]> {
    await this.#load();
    return [...this.#runs.values()].map(asItIs);
  }

  /** @throws StorageError */
  async get(id: string): Promise<Run | undefined> {
    await this.#load();
    const known = this.#runs.get(id);
    return known && asItIs(known);
  }

  /** Some events of a run, in their order; `undefined` for a run that isn't kept. @throws StorageError */
  events(id: string, range: EventRange): Promise<EventsPart | undefined> {
    return this.#store.events(id, range);
  }

  /** Reads a post and keeps its runs. A failure is reported. */
  receive(body: Uint8Array): Promise<void> {
    const receiving = this.#receive(body)
      .catch(onUnexpectedError)
      .finally(() => this.#receiving.delete(receiving));
    this.#receiving.add(receiving);
    return receiving;
  }

  /** Waits until every post is kept. */
  async settled(): Promise<void> {
    await Promise.all(this.#receiving);
  }

  /** Deletes everything. @throws StorageError */
  async clear(): Promise<void> {
    await this.#load();
    await this.#store.clear();
    const removed = [...this.#runs.keys()];
    this.#runs.clear();
    this.#changed.fire({ changed: [], removed });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
    this.#news.dispose();
  }

  #load(): Promise<void> {
    return (this.#loaded ??= this.#read().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    }));
  }

  async #read(): Promise<void> {
    for (const local of await this.#store.runs()) this.#runs.set(local.run.id, local);
    this.#lookForLost();
  }

  async #receive(body: Uint8Array): Promise<void> {
    const size = body.length;
    await this.#load();
    const { changed, removed, problems, hints } = await this.#store.add(body);
    for (const local of changed) this.#runs.set(local.run.id, local);
    for (const id of removed) this.#runs.delete(id);
    this.#lookForLost();
    const kept = changed.filter(({ run }) => this.#runs.has(run.id));
    if (kept.length > 0 || removed.length > 0) this.#changed.fire({ changed: kept.map(asItIs), removed });
    this.#news.fire({ problems, hints, size });
  }

  /** Reports a run that becomes lost when it does. */
  #lookForLost(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    const going = [...this.#runs.values()].flatMap((local) => {
      const at = lostAt(local);
      return at === undefined || at <= now ? [] : [{ local, at }];
    });
    const next = Math.min(...going.map(({ at }) => at));
    if (next === Infinity) return;
    this.#timer = setTimeout(
      () => {
        const lost = going.filter(({ at }) => at <= Date.now()).map(({ local }) => asItIs(local));
        this.#lookForLost();
        if (lost.length > 0) this.#changed.fire({ changed: lost, removed: [] });
      },
      Math.min(next - now, longestTimer),
    );
    this.#timer.unref();
  }
}

function asItIs(local: LocalRun): Run {
  return (lostAt(local) ?? Infinity) <= Date.now() ? lostRun(local) : local.run;
}
