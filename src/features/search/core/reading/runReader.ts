import type { RunsApi } from "#api/contract.ts";
import { saysGone } from "#api/errors.ts";
import { patientDelay } from "#api/http/backoff.ts";
import { type Clock, systemClock } from "#api/http/clock.ts";
import { isPassing } from "#api/http/retry.ts";
import type { Run } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { inParallel } from "#base/inParallel.ts";
import { JoinedCalls } from "#base/joinedCalls.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import type { ReadRun } from "#features/search/core/documents/indexedRun.ts";
import type { RunIndex } from "#features/search/core/runIndex.ts";
import { parseTime } from "#model/isoTime.ts";
import { isTerminal } from "#model/status.ts";
import type { TimeRange } from "#model/timeRanges.ts";
import { RunsByTime } from "#runs/store/runsByTime.ts";
import { readRun } from "./readRun.ts";

/** The loading of a range of runs into an index, which a person asked for in this window. */
export type Reading =
  | { kind: "idle" }
  | {
      kind: "reading";
      range: TimeRange;
      runs: number;
      /** How many there are in all; absent while the list of runs is read. */
      total?: number;
      /** In milliseconds, estimated. */
      remaining?: number;
      /** When it goes on, if the app asked for fewer requests or didn't respond; milliseconds since the epoch. */
      retryAt?: number;
    }
  /** All runs of the range were read, or as many as the index may keep. */
  | { kind: "done"; isFull: boolean }
  | { kind: "failed"; error: unknown };

interface ReaderOptions {
  api: () => Promise<RunsApi>;
  index: RunIndex;
  titlePath?: () => JsonPath | undefined;
  /** Whether nothing comes of a run that goes on, so that it is read as it is. */
  isQuiet?: ((run: Run) => boolean) | undefined;
  clock?: Clock;
}

/** Which runs are loaded. @param since milliseconds since the epoch; `-Infinity` for all runs */
export interface LoadedRange {
  range: TimeRange;
  since: number;
}

/** How often the progress is reported, in milliseconds. */
const runInterval = 300;
/** How many runs are read at the same time. An app has better things to do than to fill an index. */
const runsAtOnce = 2;
/** Number of runs after which the oldest ones may have to leave, and the index may be full. */
const runsInPart = 50;
/** The share of the space that is filled. Up to the last byte, each run that is read would push out another one. */
const targetShare = 0.9;

/** Reads the runs of a range with their events into an index, the newest first. What the index has isn't read again. */
export class RunReader implements Disposable {
  readonly #options: ReaderOptions;
  readonly #clock: Clock;
  readonly #changes = new Emitter<Reading>();
  readonly onDidChange = this.#changes.event;
  #state: Reading = { kind: "idle" };
  #stopping: AbortController | undefined;
  /** The ranks of runs by their ids, as the list has them: see `ranksOf`. */
  #ranks: ReadonlyMap<string, number> = new Map();
  readonly #reading = new JoinedCalls<void>();
  /** The versions of quiet runs that were read, by their ids. */
  readonly #quiet = new Map<string, Run>();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get state(): Reading {
    return this.#state;
  }

  /** Begins, or goes on where it was stopped. @returns when it is over; failures are in the state */
  async start(range: LoadedRange): Promise<void> {
    return this.#reading.run("", () => this.#run(range));
  }

  /** What was read stays. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#reading.get("");
    if (this.#state.kind !== "idle") this.#become({ kind: "idle" });
  }

  dispose(): void {
    this.#stopping?.abort();
    this.#changes.dispose();
  }

  async #run(range: LoadedRange): Promise<void> {
    const { signal } = (this.#stopping = new AbortController());
    try {
      this.#become({ kind: "reading", range: range.range, runs: 0 });
      this.#become({ kind: "done", isFull: await this.#load(range, signal) });
    } catch (error) {
      this.#become(signal.aborted ? { kind: "idle" } : { kind: "failed", error });
    } finally {
      this.#stopping = undefined;
    }
  }

  /** @returns whether it ended because the index is full */
  async #load({ range, since }: LoadedRange, signal: AbortSignal): Promise<boolean> {
    const { index } = this.#options;
    const api = await this.#options.api();
    const list = await this.#readList(api, { range, since }, signal);
    await this.#forgetGone(list, Math.max(since, list.since, 0));
    const runs = list.runs.filter((run) => (began(run) ?? Infinity) >= since);
    this.#ranks = ranksOf(runs);
    const endedRuns = runs.filter((run) => isTerminal(run.status) || this.#isNewlyQuiet(run));
    const readable = new Set(endedRuns);
    // One that was read when it was quiet keeps its steps until it is quiet again, or ends.
    for (const run of runs)
      if (!readable.has(run) && !this.#quiet.has(run.id))
        await this.#put({ run, titlePath: this.#options.titlePath?.() });
    const newestFirst = endedRuns.toSorted((a, b) => (began(b) ?? 0) - (began(a) ?? 0));
    if (await this.#readRuns(api, range, newestFirst, signal)) return true;
    const isAll = list.since === -Infinity && runs.length === list.runs.length;
    await index.cover(isAll ? 0 : Math.max(since, list.since), this.#clock.now(), list.total);
    return false;
  }

  #isNewlyQuiet(run: Run): boolean {
    return this.#options.isQuiet?.(run) === true && this.#quiet.get(run.id) !== run;
  }

  async #readList(api: RunsApi, { range, since }: LoadedRange, signal: AbortSignal): Promise<RunsByTime> {
    const list = new RunsByTime();
    const options = { signal, onPage: () => undefined };
    await this.#patiently(
      () => ({ kind: "reading", range, runs: 0 }),
      signal,
      async () => {
        for (let before = NaN; list.since > since && list.since !== before;) {
          before = list.since;
          await list.read(() => Promise.resolve(api), since, options);
          signal.throwIfAborted();
          if (list.error) throw list.error;
        }
      },
    );
    return list;
  }

  /** Removes the runs that the list lacks, up to its newest: one that began later may not have been listed yet. */
  async #forgetGone(list: RunsByTime, from: number): Promise<void> {
    const { index } = this.#options;
    const to = list.runs.reduce((newest, run) => Math.max(newest, began(run) ?? 0), 0);
    const gone = (await index.facts({ from, to })).filter(({ id }) => !list.get(id)).map(({ id }) => id);
    if (gone.length > 0) await index.forget(gone);
  }

  /** @param runs the newest first @returns whether the index is full */
  async #readRuns(api: RunsApi, range: TimeRange, runs: readonly Run[], signal: AbortSignal): Promise<boolean> {
    const { index } = this.#options;
    const missing = new Set(await index.missing(runs.map(({ id }) => id)));
    const missingRuns = runs.filter(({ id }) => missing.has(id));
    const progress = { kind: "reading", range, runs: 0, total: missingRuns.length } as const;
    const begun = this.#clock.now();
    let done = 0;
    let reportedAt = -Infinity;
    const told = (): Reading & { kind: "reading" } => {
      const took = this.#clock.now() - begun;
      return {
        ...progress,
        runs: done,
        remaining: done === 0 ? undefined : (took / done) * (missingRuns.length - done),
      };
    };
    this.#become(progress);
    for (let from = 0; from < missingRuns.length; from += runsInPart) {
      const left = new Set(missingRuns.slice(from, from + runsInPart));
      while (left.size > 0) {
        await this.#patiently(told, signal, () =>
          untilFailure([...left], async (run) => {
            signal.throwIfAborted();
            await this.#readRun(api, run, signal);
            left.delete(run);
            done++;
            if (this.#clock.now() < reportedAt + runInterval) return;
            reportedAt = this.#clock.now();
            this.#become(told());
          }),
        );
      }
      await index.trim();
      if ((await index.size()) > index.maxBytes * targetShare) return true;
    }
    return false;
  }

  async #readRun(api: RunsApi, run: Run, signal: AbortSignal): Promise<void> {
    const { index, titlePath } = this.#options;
    try {
      await this.#put(await readRun(api, run, signal, titlePath?.()));
      if (!isTerminal(run.status)) this.#quiet.set(run.id, run);
    } catch (error) {
      if (!saysGone(error)) throw error;
      await index.forget([run.id]);
    }
  }

  #put(read: ReadRun): Promise<boolean> {
    return this.#options.index.put({ ...read, rank: this.#ranks.get(read.run.id) });
  }

  /** Works until nothing fails that passes, and waits as long as the app asks. */
  async #patiently(
    told: () => Reading & { kind: "reading" },
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted || !isPassing(error)) throw error;
        const wait = patientDelay({ attempt, retryAfter: error.retryAfter, random: this.#clock.random() });
        this.#become({ ...told(), retryAt: this.#clock.now() + wait });
        await this.#clock.sleep(wait, signal);
      }
    }
  }

  #become(state: Reading): void {
    this.#state = state;
    this.#changes.fire(state);
  }
}

function began(run: Run): number | undefined {
  return parseTime(run.started_at);
}

/** How many runs of the same time are earlier than each, by its id. @param newestFirst as the app lists them */
function ranksOf(newestFirst: readonly Run[]): ReadonlyMap<string, number> {
  const counts = new Map<number | undefined, number>();
  const ranks = new Map<string, number>();
  for (const run of newestFirst.toReversed()) {
    const rank = counts.get(began(run)) ?? 0;
    ranks.set(run.id, rank);
    counts.set(began(run), rank + 1);
  }
  return ranks;
}

/** Works through the items. After a failure it begins none, and throws when nothing is running any more. */
async function untilFailure<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  await inParallel(items, runsAtOnce, async (item) => {
    if (failures.length > 0) return;
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}
