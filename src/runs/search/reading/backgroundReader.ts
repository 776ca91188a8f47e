import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { CallOptions, Page, PageQuery, RunsApi } from "../../../api/contract.ts";
import { isApiError } from "../../../api/errors.ts";
import { patientDelay } from "../../../api/http/backoff.ts";
import { type Clock, systemClock } from "../../../api/http/clock.ts";
import { isPassing } from "../../../api/http/retry.ts";
import type { Run, RunEvent } from "../../../api/schemas.ts";
import type { Disposable } from "../../../base/disposable.ts";
import { JoinedCalls } from "../../../base/joinedCalls.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { linkSignals } from "../../../base/linkedSignal.ts";
import { readAs } from "../../../base/stored.ts";
import type { ApiErrorKind } from "../../../model/errorKinds.ts";
import { isTerminal } from "../../../model/status.ts";
import type { RunIndex } from "../runIndex.ts";
import { ReadingLease } from "./readingLease.ts";
import { readRun } from "./readRun.ts";

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

/** In milliseconds. `failed` doubles with each failure of the same run, up to `longest`. */
const pause = {
  next: 1_000,
  busy: 1_000,
  otherWindow: 10_000,
  failed: 60_000,
  longest: 86_400_000,
  refused: 3_600_000,
};
/** After so many runs, the oldest ones may have to leave. */
const trimAfter = 50;

/** Errors that any other run would meet as well. */
const ofApp: readonly ApiErrorKind[] = ["network", "tls", "rate-limited", "plan-limit", "auth", "forbidden"];

/** There are fewer requests than a run needs, until then; milliseconds since the epoch. */
interface Shortage {
  count: number;
  until: number;
}

class ShortageError extends Error {
  override readonly name = "ShortageError";
  readonly shortage: Shortage;

  constructor(shortage: Shortage) {
    super("There are no requests left in this hour.");
    this.shortage = shortage;
  }
}

/** Another window reads for a person. */
class GiveWayError extends Error {
  override readonly name = "GiveWayError";
}

interface Wait {
  /** In milliseconds. */
  ms: number;
  hasFailed?: boolean;
  /** Whether it ends with the next look: a run may be new that can be read now. */
  isUntilLook?: boolean;
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
  /** Whether somebody looked since the last step began. */
  #isAsked = false;
  #waking: AbortController | undefined;
  /** How often a run couldn't be read, and when it is tried again. */
  readonly #failed = new Map<string, { count: number; retryAt: number }>();
  /** How many requests a run needs for which there weren't enough. */
  readonly #needs = new Map<string, number>();
  #shortage: Shortage | undefined;
  /** The last one that was read itself, because the list doesn't have it. */
  #lastRun: Run | undefined;
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
    this.#isAsked = true;
    this.#waking?.abort();
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
    this.#failed.clear();
    this.#shortage = undefined;
    try {
      for (let failures = 0; ;) {
        this.#isAsked = false;
        const wait = await this.#step(signal, failures);
        if (!wait && !this.#isAsked) return;
        failures = wait?.hasFailed ? failures + 1 : 0;
        if (wait) await this.#wait(wait, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #wait({ ms, isUntilLook = false }: Wait, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || (isUntilLook && this.#isAsked)) return;
    const waking = (this.#waking = isUntilLook ? new AbortController() : undefined);
    const link = linkSignals([signal, waking?.signal]);
    try {
      await this.#clock.sleep(ms, link.signal);
    } catch (error) {
      if (signal.aborted || !waking?.signal.aborted) throw error;
    } finally {
      link.release();
    }
  }

  /** Reads a run. @returns how long to wait before the next one; `undefined` when there is none */
  async #step(signal: AbortSignal, failures: number): Promise<Wait | undefined> {
    const { index, perHour, isBusy } = this.#options;
    signal.throwIfAborted();
    if (perHour() <= 0) return undefined;
    const unread = (await index.unread()).filter((each) => this.#needOf(each) <= perHour());
    if (unread.length === 0) return undefined;
    const now = this.#clock.now();
    const id = unread.find((each) => this.#readyAt(each) <= now);
    if (id === undefined)
      return { ms: Math.min(...unread.map((each) => this.#readyAt(each))) - now, isUntilLook: true };
    if (isBusy()) return { ms: pause.busy };
    if (!(await this.#lease.take())) return { ms: pause.otherWindow };
    try {
      // Another window may have read it before this one was allowed to.
      if ((await index.missing([id])).length === 0) return { ms: 0 };
      await this.#readRun(id, signal);
      this.#failed.delete(id);
      return { ms: pause.next };
    } catch (error) {
      signal.throwIfAborted();
      return await this.#afterFailure(id, error, failures + 1);
    } finally {
      await this.#lease.release();
    }
  }

  /** @param attempt how many runs failed in a row, this one included @throws errors of the index */
  async #afterFailure(id: string, error: unknown, attempt: number): Promise<Wait> {
    if (error instanceof GiveWayError) return { ms: pause.otherWindow };
    if (error instanceof ShortageError) {
      this.#shortage = error.shortage;
      return { ms: 0 };
    }
    if (!isApiError(error)) throw error;
    // The app itself says that it has no such run. A page of a proxy doesn't.
    if (error.kind === "not-found" && error.code === "not_found") {
      await this.#options.index.forget(id);
      return { ms: 0 };
    }
    const { retryAfter, kind } = error;
    const ms = patientDelay({ attempt, retryAfter, random: this.#clock.random() });
    if (ofApp.includes(kind)) return { ms: isPassing(error) ? ms : pause.refused, hasFailed: true };
    const { count } = this.#failed.get(id) ?? { count: 0 };
    const retryAt = this.#clock.now() + Math.min(pause.failed * 2 ** count, pause.longest);
    this.#failed.set(id, { count: count + 1, retryAt });
    return { ms, hasFailed: true };
  }

  /** How many requests a run needs, as far as it is known. */
  #needOf(id: string): number {
    return this.#needs.get(id) ?? (this.#ended(id) ? 1 : 2);
  }

  /** When a run can be read: one that needs less than another may be read before it. */
  #readyAt(id: string): number {
    const { count, until } = this.#shortage ?? { count: Infinity, until: 0 };
    return Math.max(this.#failed.get(id)?.retryAt ?? 0, this.#needOf(id) >= count ? until : 0);
  }

  /** A run that has ended and doesn't have to be read itself. */
  #ended(id: string): Run | undefined {
    const run = this.#lastRun?.id === id ? this.#lastRun : this.#options.known?.(id);
    return run && isTerminal(run.status) ? run : undefined;
  }

  async #readRun(id: string, signal: AbortSignal): Promise<void> {
    const { index, titlePath } = this.#options;
    const api = this.#counted(await this.#options.api(), id, signal);
    await api.reserve(this.#needOf(id));
    const run = this.#ended(id) ?? (this.#lastRun = await api.getRun(id));
    const isAdded = await index.put(await readRun(api, run, signal, titlePath?.()));
    this.#needs.delete(id);
    if (isAdded && ++this.#read % trimAfter === 0) await index.trim();
  }

  /** An app whose requests are taken from the budget before they are made: those of all pages after the first one. */
  #counted(api: ReadingApi, runId: string, signal: AbortSignal) {
    let reserved = 0;
    let made = 0;
    let wasRead = false;
    const reserve = async (count: number): Promise<void> => {
      const wait = await this.#budget.take(count, this.#options.perHour());
      if (wait > 0) {
        // All of them are taken at once the next time, so that no page is read for nothing again.
        this.#needs.set(runId, made + count - (wasRead ? 1 : 0));
        throw new ShortageError({ count, until: this.#clock.now() + wait });
      }
      reserved += count;
    };
    const request = async <T>(make: () => Promise<T>): Promise<T> => {
      const isMine = await this.#lease.keep({ runs: 0, perSecond: 0 });
      signal.throwIfAborted();
      if (!isMine) throw new GiveWayError();
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
    const getRun = async (id: string): Promise<Run> => {
      const run = await request(() => api.getRun(id, once));
      wasRead = true;
      return run;
    };
    return { reserve, getRun, listEvents };
  }
}

const minute = 60_000;
/** Requests of the last hour began in these minutes, the current one included. */
const minutes = 61;
const countsName = "requests";

/** How many requests began in each minute since the epoch. */
const countsSchema = z.record(z.string(), z.number());

/** The requests that may be made without a person asking, in any hour. All windows share it. */
class RequestBudget {
  readonly #index: Pick<RunIndex, "state" | "exchange">;
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(index: Pick<RunIndex, "state" | "exchange">, now: () => number) {
    this.#index = index;
    this.#now = now;
  }

  /**
   * Takes some requests, or none of them.
   *
   * @param most in any hour
   * @returns 0 when they may be made, otherwise for how many milliseconds they can't; `Infinity` if there are too many
   */
  async take(count: number, most: number): Promise<number> {
    if (count > most) return Infinity;
    for (;;) {
      const text = await this.#index.state(countsName);
      const now = this.#now();
      const current = Math.floor(now / minute);
      const stored = text === undefined ? {} : (readAs(countsSchema, JSON.parse(text)) ?? {});
      // A clock that was set back leaves minutes that are still to come.
      const counts = Object.entries(stored)
        .map(([at, made]): [number, number] => [Number(at), made])
        .filter(([at]) => at > current - minutes && at < current + minutes)
        .sort(([a], [b]) => a - b);
      let over = counts.reduce((sum, [, made]) => sum + made, 0) + count - most;
      if (over > 0) {
        const freed = counts.find(([, made]) => (over -= made) <= 0);
        return ((freed?.[0] ?? current) + minutes) * minute - now;
      }
      const made = (counts.find(([at]) => at === current)?.[1] ?? 0) + count;
      const next = JSON.stringify(Object.fromEntries([...counts, [current, made]]));
      // Another window may have taken some meanwhile.
      if (await this.#index.exchange(countsName, text, next)) return 0;
    }
  }
}
