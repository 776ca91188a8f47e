import { randomUUID } from "node:crypto";
import type { CallOptions, Page, PageQuery, RunsApi } from "../../../api/contract.ts";
import { isApiError } from "../../../api/errors.ts";
import { patientDelay } from "../../../api/http/backoff.ts";
import { type Clock, systemClock } from "../../../api/http/clock.ts";
import { isPassing } from "../../../api/http/retry.ts";
import type { Run, RunEvent } from "../../../api/schemas.ts";
import type { Disposable } from "../../../base/disposable.ts";
import { JoinedCalls } from "../../../base/joinedCalls.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { isTerminal } from "../../../model/status.ts";
import type { RunIndex } from "../runIndex.ts";
import { ReadingLease } from "./readingLease.ts";
import { readRun } from "./readRun.ts";
import { RequestBudget } from "./requestBudget.ts";

/** The calls that reading in the background makes: none of them changes anything. */
type ReadingApi = Pick<RunsApi, "getRun" | "listEvents">;

export interface BackgroundOptions {
  api: () => Promise<ReadingApi>;
  index: RunIndex;
  titlePath?: () => JsonPath | undefined;
  /** A run as a list has it. */
  known?: (runId: string) => Run | undefined;
  /** The most requests in any hour, of all windows together; 0 for none. */
  perHour: () => number;
  /** Whether this window has other work with the app. */
  isBusy: () => boolean;
  clock?: Clock;
}

/** In milliseconds. */
const pause = { busy: 1_000, otherWindow: 10_000, refused: 3_600_000 };
/** After so many runs, the oldest ones may have to leave. */
const trimAfter = 50;

/** A run needs more requests than there are now. */
class BudgetError extends Error {
  override readonly name = "BudgetError";
  readonly wait: number;

  /** @param wait in milliseconds, until there are enough */
  constructor(wait: number) {
    super("There are no requests left in this hour.");
    this.wait = wait;
  }
}

/**
 * Reads the events of the runs that the list has shown, the newest first, one after the other and without anybody
 * asking. Which runs these are is in the index, so the next window goes on where this one ends. It gives way to all
 * other work.
 */
export class BackgroundReader implements Disposable {
  readonly #options: BackgroundOptions;
  readonly #clock: Clock;
  readonly #lease: ReadingLease;
  readonly #budget: RequestBudget;
  readonly #reading = new JoinedCalls<void>();
  #stopping: AbortController | undefined;
  /** Runs that aren't tried again: they were deleted, or need more requests than an hour has. */
  readonly #skipped = new Set<string>();
  /** How many requests a run needs for which there weren't enough. */
  readonly #needs = new Map<string, number>();
  #read = 0;

  constructor(options: BackgroundOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const now = (): number => this.#clock.now();
    this.#lease = new ReadingLease(options.index, randomUUID(), now, true);
    this.#budget = new RequestBudget(options.index, now);
  }

  /** Reads what isn't read yet. @returns when nothing is left, or it was stopped @throws errors of the index */
  async look(): Promise<void> {
    if (this.#stopping?.signal.aborted) await this.stop();
    return this.#reading.run("", () => this.#run());
  }

  /** What was read stays. The next look goes on. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    // The caller of look() gets its failure.
    await Promise.allSettled([this.#reading.get("")]);
  }

  dispose(): void {
    this.#stopping?.abort();
  }

  async #run(): Promise<void> {
    const { signal } = (this.#stopping = new AbortController());
    try {
      for (let failures = 0; ;) {
        const wait = await this.#step(signal, failures);
        if (wait === undefined) return;
        failures = wait.hasFailed ? failures + 1 : 0;
        if (wait.ms > 0) await this.#clock.sleep(wait.ms, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Reads a run. @returns how long to wait before the next one; `undefined` when there is none */
  async #step(signal: AbortSignal, failures: number): Promise<{ ms: number; hasFailed?: boolean } | undefined> {
    const { index, perHour, isBusy } = this.#options;
    signal.throwIfAborted();
    if (perHour() <= 0) return undefined;
    const id = (await index.unread()).find((each) => !this.#skipped.has(each));
    if (id === undefined) return undefined;
    if (isBusy()) return { ms: pause.busy };
    if (!(await this.#lease.take())) return { ms: pause.otherWindow };
    try {
      // Another window may have read it before this one was allowed to.
      if ((await index.missing([id])).length > 0) await this.#readRun(id, signal);
      return { ms: 0 };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof BudgetError) {
        if (error.wait !== Infinity) return { ms: error.wait };
        this.#skipped.add(id);
        return { ms: 0 };
      }
      if (!isApiError(error)) throw error;
      if (error.kind === "not-found") {
        this.#skipped.add(id);
        return { ms: 0 };
      }
      const { retryAfter } = error;
      const again = patientDelay({ attempt: failures + 1, retryAfter, random: this.#clock.random() });
      return { ms: isPassing(error) ? again : pause.refused, hasFailed: true };
    } finally {
      await this.#lease.release();
    }
  }

  async #readRun(id: string, signal: AbortSignal): Promise<void> {
    const { index, titlePath, known } = this.#options;
    const api = this.#counted(await this.#options.api(), id, signal);
    const ofList = known?.(id);
    const isKnown = ofList !== undefined && isTerminal(ofList.status);
    await api.reserve(this.#needs.get(id) ?? (isKnown ? 1 : 2));
    const run = isKnown ? ofList : await api.getRun(id);
    const isAdded = await index.put(await readRun(api, run, signal, titlePath?.()));
    this.#needs.delete(id);
    if (isAdded && ++this.#read % trimAfter === 0) await index.trim();
  }

  /** An app whose requests are taken from the budget before they are made: those of all pages after the first one. */
  #counted(api: ReadingApi, runId: string, signal: AbortSignal) {
    let reserved = 0;
    let made = 0;
    const reserve = async (count: number): Promise<void> => {
      const wait = await this.#budget.take(count, this.#options.perHour());
      if (wait > 0) {
        // All of them are taken at once the next time, so that no page is read for nothing again.
        this.#needs.set(runId, made + count);
        throw new BudgetError(made + count > this.#options.perHour() ? Infinity : wait);
      }
      reserved += count;
    };
    const request = async <T>(make: () => Promise<T>): Promise<T> => {
      if (!(await this.#lease.keep({ runs: 0, perSecond: 0 }))) this.#stopping?.abort();
      signal.throwIfAborted();
      if (made >= reserved) await reserve(1);
      made++;
      return make();
    };
    const once: CallOptions = { signal, once: true };
    const listEvents = async (id: string, query: PageQuery = {}): Promise<Page<RunEvent>> => {
      const page = await request(() => api.listEvents(id, query, once));
      const missing = made - 1 + page.pagination.page_count - reserved;
      if (query.page === 1 && missing > 0) await reserve(missing);
      return page;
    };
    return { reserve, getRun: (id: string) => request(() => api.getRun(id, once)), listEvents };
  }
}
