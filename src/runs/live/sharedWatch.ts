import { asApiError } from "#api/asApiError.ts";
import type { RunEventStream, RunsApi } from "#api/contract.ts";
import { backoffDelay } from "#api/http/backoff.ts";
import { isPassing } from "#api/http/retry.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { type AfterConnection, type ReconnectPause, reconnecting } from "#api/stream/reconnecting.ts";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { sleep } from "#base/sleep.ts";
import { changesStatus } from "#model/eventTypes.ts";
import { isTerminal } from "#model/status.ts";
import { type Attention, rest, SpareDelays } from "./attention.ts";
import { type EventLog, EventsAndStory, type SequenceGap } from "./eventLog.ts";
import { PastEvents } from "./pastEvents.ts";
import { storedEvents } from "./storedEvents.ts";
import { TimeSlices } from "./timeSlices.ts";
import type { WatchChange, WatchState, WholeRun } from "./watchTypes.ts";

export interface SharedWatchOptions {
  api: () => Promise<RunsApi>;
  onRun: (run: Run) => void;
  /** Called when the run has ended and every event was read. */
  onWhole: (whole: WholeRun) => void;
  attention: Attention;
}

/** A run's stream that is already open. */
export interface OpenStream {
  batches: RunEventStream;
  close: () => void;
}

/** How many gaps without stored events are read. After them we assume that the run's sequences are sparse. */
const maxEmptyGaps = 3;

/** In milliseconds: about the time that a new panel needs to draw its first screen. */
const firstScreenEvents = 250;

/** The one stream of a run: reads, follows and reconnects until the run is terminal and all events have arrived. */
export class SharedWatch {
  readonly runId: string;
  readonly held = new EventsAndStory();
  readonly log: EventLog = this.held.log;
  readonly past: PastEvents;
  readonly changes = new Emitter<WatchChange>();
  run: Run | undefined;
  state: WatchState = { kind: "connecting" };
  readonly #options: SharedWatchOptions;
  readonly #closed = new AbortController();
  #attempt = new AbortController();
  readonly #rereads: Rereads;
  /** How many reads have begun, and the last one whose response has arrived. */
  #reads = 0;
  #lastRead = 0;
  /** How many gaps had no stored events, one after the other. */
  #emptyGaps = 0;
  /** The delays of streams that break while the window has no focus. */
  readonly #delays = new SpareDelays();
  readonly #looks: Disposable;

  constructor(runId: string, options: SharedWatchOptions) {
    this.runId = runId;
    this.#options = options;
    this.past = new PastEvents(options.api, runId, this.log, this.#closed.signal);
    const { attention } = options;
    this.#rereads = new Rereads((signal) => this.#readAgain(signal));
    this.#looks = attention.onDidChange(() => attention.isThere && this.#delays.reset());
  }

  /** Starts, or restarts. @param open a stream of this run to continue with */
  start(open?: OpenStream): void {
    const signal = this.#begin();
    // The reads that have just ended may have been asked for by an event, which doesn't come again.
    if (this.run && !isTerminal(this.run.status)) this.#rereads.soon(signal);
    void this.#follow(signal, open);
  }

  retry(): void {
    if (this.state.kind === "failed" || this.state.kind === "waiting") this.start();
  }

  /** The reader asked for these events. So a failure is thrown, and doesn't change the state of the stream. */
  async loadGap(gap: SequenceGap): Promise<number> {
    const change = this.held.add(await this.past.missing(gap));
    if (change) this.changes.fire(change);
    return change?.events.length ?? 0;
  }

  dispose(): void {
    this.#closed.abort();
    this.#attempt.abort();
    this.#rereads.clear();
    this.#looks.dispose();
    this.changes.dispose();
  }

  /** Ends all reads. @returns the signal for the next ones */
  #begin(): AbortSignal {
    this.#attempt.abort();
    this.#rereads.clear();
    this.#attempt = new AbortController();
    return this.#attempt.signal;
  }

  /** Resumes without limit. No other code reconnects. */
  async #follow(signal: AbortSignal, open: OpenStream | undefined): Promise<void> {
    let stream = open;
    try {
      await reconnecting({
        connect: (moved) => {
          const opened = stream;
          stream = undefined;
          return this.#connect(signal, opened, moved);
        },
        pause: (pause) => this.#pause(pause, signal),
        random: Math.random,
      });
    } catch (thrown) {
      if (!signal.aborted) this.#become({ kind: "failed", error: asApiError(thrown) });
    }
  }

  async #pause({ attempt, milliseconds, error }: ReconnectPause, signal: AbortSignal): Promise<void> {
    const { attention } = this.#options;
    const delay = attention.isThere ? milliseconds : Math.max(milliseconds, this.#delays.next());
    if (error) this.#become({ kind: "waiting", retryAt: Date.now() + delay, attempt, error });
    // The run may have ended while its stream was broken, which only its record shows.
    if (error && !this.#needsRecord) this.#rereads.soon(signal);
    await rest(delay, signal, attention);
  }

  /** Reads an open stream to its end, or else what is new. Every failure is an ApiError. */
  async #connect(signal: AbortSignal, open: OpenStream | undefined, moved: () => void): Promise<AfterConnection> {
    if (signal.aborted) return "over";
    const held = this.log.count;
    try {
      await (open ? this.#drain(open, signal) : this.#readNew(signal));
    } catch (thrown) {
      if (!signal.aborted) throw asApiError(thrown);
    } finally {
      if (this.log.count > held) moved();
    }
    if (signal.aborted || this.state.kind === "ended") return "over";
    return this.log.count > held ? "again" : "later";
  }

  /** Reads what is new, up to the last event if the run has ended. */
  async #readNew(signal: AbortSignal): Promise<void> {
    if (this.state.kind !== "live") this.#become({ kind: "connecting" });
    const api = await this.#options.api();
    if (this.#needsRecord) {
      const run = await api.getRun(this.runId, { signal });
      if (signal.aborted) return;
      this.take(run);
    }
    if (this.run && isTerminal(this.run.status)) {
      // A stream is in the order of sequences: where the app counts again, older events may follow the end of the run.
      if (!this.log.hasEnd || this.log.countsAgain) await this.#readStored(api, signal);
      if (!signal.aborted) this.#become({ kind: "ended" });
      return;
    }
    // The stream has ended, but the run's own record is behind. Only the record is missing.
    if (this.log.hasEnd) return;
    const batches = api.streamRun(this.runId, { afterSequence: this.log.resumeAfter || undefined, signal });
    await this.#drain({ batches, close: () => undefined }, signal);
  }

  /** Whether the next step depends on the run's record. Otherwise a slow record must not delay the stream. */
  get #needsRecord(): boolean {
    return !this.run || this.log.hasEnd;
  }

  async #readStored(api: RunsApi, signal: AbortSignal): Promise<void> {
    const isFirst = this.log.count === 0;
    const eventCount = this.log.countBefore(this.log.resumeAfter + 1);
    for await (const page of storedEvents(api, this.runId, eventCount, signal)) {
      this.#add(page, signal);
      // These events fill a screen. The panel draws them before the rest arrives.
      if (isFirst && this.log.count === page.length) await sleep(firstScreenEvents, signal);
    }
  }

  async #drain(stream: OpenStream, signal: AbortSignal): Promise<void> {
    const thread = new TimeSlices();
    signal.addEventListener("abort", stream.close);
    try {
      for await (const batch of stream.batches) {
        if (signal.aborted) return;
        this.#add(await this.#withMissing(batch), signal);
        // A socket that is always full would delay the panel's acknowledgements.
        if (thread.isOver) await thread.rest();
      }
    } finally {
      signal.removeEventListener("abort", stream.close);
    }
  }

  /** A batch after the events that the stream left out, as far as they can be read now. Throws nothing. */
  async #withMissing(batch: readonly RunEvent[]): Promise<readonly RunEvent[]> {
    const gap = this.log.gapBefore(batch);
    if (!gap || this.#emptyGaps >= maxEmptyGaps) return batch;
    try {
      const events = await this.past.missing(gap);
      this.#emptyGaps = events.length > 0 ? 0 : this.#emptyGaps + 1;
      return [...events, ...batch];
    } catch {
      // The story says that they are missing, and a person can ask for them.
      return batch;
    }
  }

  #add(batch: readonly RunEvent[], signal: AbortSignal): void {
    if (signal.aborted) return;
    const change = this.held.add(batch);
    const hasEnded = this.run !== undefined && isTerminal(this.run.status);
    if (!hasEnded) this.#become({ kind: "live" });
    if (!change) return;
    this.changes.fire(change);
    if (!hasEnded && change.events.some(({ type }) => changesStatus(type))) this.#rereads.soon(signal);
  }

  async #readAgain(signal: AbortSignal): Promise<void> {
    const read = ++this.#reads;
    try {
      const api = await this.#options.api();
      const run = await api.getRun(this.runId, { signal });
      this.#rereads.succeeded();
      if (signal.aborted || (read < this.#lastRead && !isTerminal(run.status))) return;
      this.#lastRead = read;
      this.take(run);
      if (isTerminal(run.status) && this.state.kind === "waiting") this.start();
    } catch (thrown) {
      if (signal.aborted) return;
      if (isPassing(asApiError(thrown))) this.#rereads.afterFailure(signal);
    }
  }

  /** Takes a run that others have read, perhaps before the known version: one that differs is read once more. */
  hear(run: Run): void {
    const isNews = !sameJson(run, this.run);
    this.take(run);
    if (isNews && !isTerminal(run.status)) this.#rereads.soon(this.#attempt.signal);
  }

  /** Responses may overtake each other, but a run that has ended never runs again. */
  take(run: Run): void {
    if (this.run && isTerminal(this.run.status) && !isTerminal(run.status)) return;
    this.run = run;
    this.#options.onRun(run);
    const change = this.held.takeRun(run);
    if (change) this.changes.fire(change);
    this.changes.fire({ kind: "run", run });
  }

  #become(state: WatchState): void {
    if (state.kind === this.state.kind && state.kind !== "waiting" && state.kind !== "failed") return;
    this.state = state;
    this.changes.fire({ kind: "state", state });
    if (state.kind === "ended" && this.run && !this.log.gaps[0])
      this.#options.onWhole({ run: this.run, runStory: this.held.runStory });
  }
}

/** In milliseconds: events that come together cause one read. */
const gatherTime = 150;
/** The delays after failures, in milliseconds. A broken stream asks for a read at each attempt: no more than that. */
const failureDelays = { first: 5_000, max: 30_000 };

/** Reads a run again, once for all requests within a short time. */
class Rereads {
  readonly #readNow: (signal: AbortSignal) => Promise<void>;
  /** How many reads have failed since the last one that succeeded. */
  #failures = 0;
  #pending: { timer: NodeJS.Timeout; signal: AbortSignal } | undefined;

  constructor(readNow: (signal: AbortSignal) => Promise<void>) {
    this.#readNow = readNow;
  }

  /** @param delay in milliseconds */
  soon(signal: AbortSignal, delay = gatherTime): void {
    this.#pending ??= { timer: setTimeout(() => this.#read(), delay), signal };
  }

  /** Reads again after a failed read, each time later. */
  afterFailure(signal: AbortSignal): void {
    this.soon(signal, backoffDelay({ attempt: ++this.#failures, random: Math.random() }, failureDelays));
  }

  succeeded(): void {
    this.#failures = 0;
  }

  clear(): void {
    clearTimeout(this.#pending?.timer);
    this.#pending = undefined;
  }

  #read(): void {
    const signal = this.#pending?.signal;
    this.clear();
    if (signal) void this.#readNow(signal);
  }
}
