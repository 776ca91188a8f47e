import { randomUUID } from "node:crypto";
import type { RunsApi } from "../../../api/contract.ts";
import { patientDelay } from "../../../api/http/backoff.ts";
import { type Clock, systemClock } from "../../../api/http/clock.ts";
import { isPassing } from "../../../api/http/retry.ts";
import type { Disposable } from "../../../base/disposable.ts";
import { Emitter } from "../../../base/emitter.ts";
import { JoinedCalls } from "../../../base/joinedCalls.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import type { RunIndex } from "../runIndex.ts";
import { missingRuns } from "./coverageText.ts";
import { PageWalk } from "./pageWalk.ts";
import { type LeaseNews, ReadingLease } from "./readingLease.ts";

/** The reading of older runs into an index, in this window or in another one. */
export type Reading =
  | { kind: "idle" }
  | {
      kind: "reading";
      /** Whether this window reads. Each window can stop it. */
      isHere: boolean;
      /** How many runs were added. */
      runs: number;
      perSecond: number;
      /** In milliseconds, estimated. */
      remaining?: number | undefined;
      /** While it waits, because the app asked for fewer requests or didn't respond; milliseconds since the epoch. */
      retryAt?: number | undefined;
    }
  /** All runs were read, or as many as the limits allow. */
  | { kind: "done"; limit?: "size" | "age" }
  | { kind: "failed"; error: unknown };

export interface ReaderOptions {
  api: () => Promise<RunsApi>;
  index: RunIndex;
  titlePath?: () => JsonPath | undefined;
  /** Ends what this window reads without a person asking. */
  giveWay?: () => Promise<void>;
  clock?: Clock;
}

/** How often the progress is reported, in milliseconds. */
const pace = 300;

/** Reads runs and their events into an index in the background, the newest first. */
export class RunReader implements Disposable {
  readonly #options: ReaderOptions;
  readonly #clock: Clock;
  readonly #lease: ReadingLease;
  readonly #changes = new Emitter<Reading>();
  readonly onDidChange = this.#changes.event;
  #state: Reading = { kind: "idle" };
  #stopping: AbortController | undefined;
  readonly #reading = new JoinedCalls<void>();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#lease = new ReadingLease(options.index, randomUUID(), () => this.#clock.now());
  }

  get state(): Reading {
    return this.#state;
  }

  /** Begins, or continues where any window stopped. @returns when it is over; failures are in the state */
  start(): Promise<void> {
    return this.#reading.run("", () => this.#run());
  }

  /** Stops the reading, in whichever window it is. What was read stays. */
  async stop(): Promise<void> {
    if (this.#stopping) {
      this.#stopping.abort();
      await this.#reading.get("");
      return;
    }
    await this.#lease.askToStop();
    await this.refresh();
  }

  /** Finds out what another window reads. */
  async refresh(): Promise<void> {
    if (this.#reading.get("")) return;
    const holder = await this.#lease.holder();
    if (holder) this.#become({ kind: "reading", ...holder, ...(await this.#remaining(holder)) });
    else if (this.#state.kind === "reading") this.#become({ kind: "idle" });
  }

  dispose(): void {
    this.#stopping?.abort();
    this.#changes.dispose();
  }

  async #run(): Promise<void> {
    const stopping = (this.#stopping = new AbortController());
    try {
      await this.#options.giveWay?.();
      if (!(await this.#lease.take())) return await this.#showOther();
      this.#become({ kind: "reading", isHere: true, runs: 0, perSecond: 0 });
      const end = await this.#readAll(stopping);
      this.#become(end);
    } catch (error) {
      this.#become(stopping.signal.aborted ? { kind: "idle" } : { kind: "failed", error });
    } finally {
      this.#stopping = undefined;
      await this.#release();
    }
  }

  async #showOther(): Promise<void> {
    const holder = await this.#lease.holder();
    if (holder) this.#become({ kind: "reading", ...holder, ...(await this.#remaining(holder)) });
  }

  /** The end of the reading is known already, so a failure here only makes other windows wait a little. */
  async #release(): Promise<void> {
    try {
      await this.#lease.release();
    } catch (error) {
      if (this.#state.kind !== "failed") this.#become({ kind: "failed", error });
    }
  }

  async #readAll(stopping: AbortController): Promise<Reading> {
    const { signal } = stopping;
    const { index, titlePath } = this.#options;
    const api = await this.#options.api();
    const begun = this.#clock.now();
    let runs = 0;
    let attempt = 0;
    let reportedAt = -Infinity;
    const tell = async (retryAt?: number): Promise<void> => {
      signal.throwIfAborted();
      if (retryAt === undefined && this.#clock.now() < reportedAt + pace) return;
      reportedAt = this.#clock.now();
      const perSecond = runs / Math.max(1, (this.#clock.now() - begun) / 1000);
      const news = { runs, perSecond, ...(retryAt === undefined ? {} : { retryAt }) };
      if (!(await this.#lease.keep(news))) stopping.abort();
      signal.throwIfAborted();
      this.#become({ kind: "reading", isHere: true, ...news, ...(await this.#remaining(news)) });
    };
    const onRun = async (): Promise<void> => {
      runs++;
      attempt = 0;
      await tell();
    };
    const walk = new PageWalk({ api, index, signal, onRun, titlePath: titlePath?.() });
    for (;;) {
      try {
        const end = await walk.next();
        if (end) return { kind: "done", ...(end === "all" ? {} : { limit: end }) };
        attempt = 0;
        await tell();
      } catch (error) {
        if (signal.aborted || !isPassing(error)) throw error;
        const wait = patientDelay({ attempt: ++attempt, retryAfter: error.retryAfter, random: this.#clock.random() });
        await tell(this.#clock.now() + wait);
        await this.#clock.sleep(wait, signal);
      }
    }
  }

  async #remaining({ perSecond }: LeaseNews): Promise<{ remaining?: number }> {
    if (perSecond < 0.01) return {};
    return { remaining: (missingRuns(await this.#options.index.coverage()) / perSecond) * 1000 };
  }

  #become(state: Reading): void {
    this.#state = state;
    this.#changes.fire(state);
  }
}
