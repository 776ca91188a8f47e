import type { Run } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { JoinedCalls } from "#base/joinedCalls.ts";
import { messageOf } from "#base/thrown.ts";
import { isTerminal } from "#model/status.ts";
import { LostPosts } from "./lostPosts.ts";
import type { EventRange, EventsPart, LocalRun, RunsDifference, Received, TraceCalls } from "./traceCalls.ts";

/** A change of the runs that are kept. */
export interface LocalRunsChange {
  /** The changed runs, as they are now. */
  readonly changed: readonly Run[];
  /** The ids of runs that are no longer kept. */
  readonly removed: readonly string[];
}

/** What a post says besides its runs. */
export interface LocalRunsNews extends Pick<Received, "problems" | "hints"> {
  /** In bytes. */
  readonly size: number;
}

/** The runs of this machine's programs as this window knows them: those that are kept, and each post as it comes. */
export class LocalRuns implements Disposable {
  readonly #store: TraceCalls;
  readonly #runs = new Map<string, Run>();
  readonly #changed = new Emitter<LocalRunsChange>();
  readonly #news = new Emitter<LocalRunsNews>();
  /** Fires when runs have come, changed or gone. */
  readonly onDidChange = this.#changed.event;
  /** Fires after each post that was read. */
  readonly onDidReceive = this.#news.event;
  /** What isn't among them. */
  readonly lost = new LostPosts();
  readonly #receiving = new Set<Promise<void>>();
  readonly #looking = new JoinedCalls<void>();
  #hasLooked = false;

  constructor(store: TraceCalls) {
    this.#store = store;
  }

  /** All runs, also those that another window has received. @throws StorageError */
  async list(): Promise<Run[]> {
    await this.#looking.run("", () => this.#look());
    return [...this.#runs.values()];
  }

  /** @throws StorageError */
  async get(id: string): Promise<Run | undefined> {
    await this.#lookOnce();
    return this.#runs.get(id);
  }

  /** Some events of a run, in their order; `undefined` for a run that isn't kept. @throws StorageError */
  events(id: string, range: EventRange): Promise<EventsPart | undefined> {
    return this.#store.events(id, range);
  }

  /** Reads a post and keeps its runs. What is lost of it is counted. */
  receive(body: Uint8Array): Promise<void> {
    const receiving = this.#receive(body)
      .catch((error: unknown) => this.lost.add("unsaved", messageOf(error)))
      .finally(() => this.#receiving.delete(receiving));
    this.#receiving.add(receiving);
    return receiving;
  }

  /** Waits until every post is kept. */
  async settled(): Promise<void> {
    await Promise.all(this.#receiving);
  }

  /** Deletes everything, whatever can't be read. @throws StorageError that names what is left */
  async clear(): Promise<void> {
    this.lost.clear();
    try {
      await this.#store.clear();
    } finally {
      this.#take({ changed: [], removed: [...this.#runs.keys()] });
    }
  }

  dispose(): void {
    this.#changed.dispose();
    this.#news.dispose();
    this.lost.dispose();
  }

  /** The first look finds what is kept, which is news to nobody. */
  async #look(): Promise<void> {
    const isFirst = !this.#hasLooked;
    const look = await this.#store.look();
    this.#hasLooked = true;
    this.lost.noteFiles(look.unreadable);
    this.#take(look, isFirst);
  }

  async #lookOnce(): Promise<void> {
    if (!this.#hasLooked) await this.#looking.run("", () => this.#look());
  }

  async #receive(body: Uint8Array): Promise<void> {
    const size = body.length;
    await this.#lookOnce();
    const { problems, hints, unsaved, changed, removed } = await this.#store.add(body);
    this.#take({ changed, removed });
    if (problems[0] !== undefined) this.lost.add("content", `${problems[0]}.`);
    if (unsaved[0] !== undefined) this.lost.add("unsaved", unsaved[0]);
    this.#news.fire({ problems, hints, size });
  }

  #take({ changed, removed }: Pick<RunsDifference, "changed" | "removed">, isSilent = false): void {
    const runs = changed.map(heardRun);
    for (const run of runs) this.#runs.set(run.id, run);
    for (const id of removed) this.#runs.delete(id);
    if (!isSilent && runs.length + removed.length > 0) this.#changed.fire({ changed: runs, removed });
  }
}

/** A run that hasn't ended says when its program was heard last: only its silence shows that it may have stopped. */
function heardRun({ run, heardAt }: LocalRun): Run {
  if (isTerminal(run.status)) return run;
  return { ...run, trace: { ...(run["trace"] as object), heard_at: new Date(heardAt).toISOString() } };
}
