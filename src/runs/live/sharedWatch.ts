import { asApiError } from "../../api/asApiError.ts";
import type { RunsApi, StreamState } from "../../api/contract.ts";
import type { ApiError } from "../../api/errors.ts";
import { isPassing } from "../../api/http/retry.ts";
import type { Run, RunEvent } from "../../api/schemas.ts";
import type { SequenceGap } from "../../api/stream/eventSequence.ts";
import { type AfterConnection, type ReconnectPause, reconnecting } from "../../api/stream/reconnecting.ts";
import type { Disposable } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import { sleep } from "../../base/sleep.ts";
import { changesStatus, isTerminalType } from "../../model/eventTypes.ts";
import { isTerminal } from "../../model/status.ts";
import { type OpenStream, readOpenStream } from "./adoptedStream.ts";
import { type Attention, rest, SpareDelays } from "./attention.ts";
import { type EventLog } from "./eventLog.ts";
import { EventsAndStory } from "./eventsAndStory.ts";
import { PastEvents } from "./pastEvents.ts";
import { Rereads } from "./rereads.ts";
import { storedEvents } from "./storedEvents.ts";
import { StreamGaps } from "./streamGaps.ts";
import type { WatchChange, WatchState } from "./watchTypes.ts";

export interface SharedWatchOptions {
  api: () => Promise<RunsApi>;
  onRun: (run: Run) => void;
  /** What went wrong beside the stream: nothing that stops it. */
  onError: (error: ApiError) => void;
  attention: Attention;
}

type Batches = AsyncGenerator<RunEvent[], void, undefined>;
type Connection = AsyncGenerator<RunEvent[], AfterConnection, undefined>;

/** After a failure, in milliseconds. */
const laterRereadDelay = 5_000;
/** A new panel needs about as long to draw its first screen, in milliseconds. */
const firstScreen = 250;

/** The one stream of a run: reads, follows and re-attaches until the run is terminal and all events are here. */
export class SharedWatch {
  readonly runId: string;
  readonly record = new EventsAndStory();
  readonly log: EventLog = this.record.log;
  readonly past: PastEvents;
  readonly changes = new Emitter<WatchChange>();
  run: Run | undefined;
  state: WatchState = { kind: "connecting" };
  readonly #options: SharedWatchOptions;
  readonly #closed = new AbortController();
  #attempt = new AbortController();
  readonly #rereads: Rereads;
  readonly #gaps: StreamGaps;
  /** Of streams that break while nobody looks. */
  readonly #delays = new SpareDelays(500);
  readonly #looks: Disposable;

  constructor(runId: string, options: SharedWatchOptions) {
    this.runId = runId;
    this.#options = options;
    this.past = new PastEvents(options.api, runId, this.log, this.#closed.signal);
    const { attention, onError } = options;
    this.#rereads = new Rereads({ attention, read: (signal) => this.#readAgain(signal) });
    this.#gaps = new StreamGaps({ past: this.past, attention, onError });
    this.#looks = attention.onDidChange(() => attention.isThere && this.#catchUp());
  }

  /** Begins, anew where it has begun. @param open a stream of this run to go on with */
  start(open?: OpenStream): void {
    void this.#follow(this.#begin(), open);
  }

  retry(): void {
    if (this.state.kind === "failed" || this.state.kind === "waiting") this.start();
  }

  /** What the reader asks for: other than the stream's own it fails loudly, and says nothing of how the stream is. */
  async loadGap(gap: SequenceGap): Promise<number> {
    const change = this.record.add(await this.past.missing(gap));
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

  /** What the client says of its stream. Its end is no news: the run is read once more first. */
  streamState(state: StreamState): void {
    if (state.kind === "ended") return;
    // Nobody looks: the client's stream, which would come back soon, gives way to one that comes back late.
    if (state.kind === "waiting" && !this.#options.attention.isThere) {
      void this.#follow(this.#begin(), undefined, state.error);
      return;
    }
    this.#become(state);
    // The end may have passed unseen: then the stream has nothing more to say, and only the run itself tells.
    if (state.kind === "waiting") this.#rereads.soon(this.#attempt.signal);
  }

  /** Ends what is under way. @returns the signal of what comes next */
  #begin(): AbortSignal {
    this.#attempt.abort();
    this.#rereads.clear();
    this.#attempt = new AbortController();
    return this.#attempt.signal;
  }

  /** Somebody looks again: what was put off is asked for now. */
  #catchUp(): void {
    this.#delays.reset();
    this.#rereads.catchUp();
    const gap = this.#gaps.takeLater();
    if (gap) this.loadGap(gap).catch((error: unknown) => this.#options.onError(asApiError(error)));
  }

  /** @param broken why the stream before broke, when it is over */
  async #follow(signal: AbortSignal, open: OpenStream | undefined, broken?: ApiError): Promise<void> {
    let stream = open;
    const batches = reconnecting({
      connect: (moved) => {
        const opened = stream;
        stream = undefined;
        return this.#connect(signal, opened, moved);
      },
      pause: (pause) => this.#pause(pause, signal),
      random: Math.random,
      broken,
    });
    try {
      for await (const batch of batches) if (!signal.aborted) this.#add(batch, signal);
    } catch (thrown) {
      if (!signal.aborted) this.#become({ kind: "failed", error: asApiError(thrown) });
    }
  }

  async #pause({ attempt, milliseconds, error }: ReconnectPause, signal: AbortSignal): Promise<void> {
    const { attention } = this.#options;
    const delay = attention.isThere ? milliseconds : Math.max(milliseconds, this.#delays.next());
    if (error) this.#become({ kind: "waiting", retryAt: Date.now() + delay, attempt, error });
    await rest(delay, signal, attention);
  }

  /** Reads one stream to its end, if one is open, else what is new. What breaks is an ApiError. */
  async *#connect(signal: AbortSignal, open: OpenStream | undefined, moved: () => void): Connection {
    if (signal.aborted) return "over";
    const held = this.log.count;
    try {
      for await (const batch of open ? this.#drain(open, signal) : this.#readNew(signal)) {
        yield batch;
        if (this.log.count > held) moved();
      }
    } catch (thrown) {
      if (!signal.aborted) throw asApiError(thrown);
    }
    if (signal.aborted || this.state.kind === "ended") return "over";
    return this.log.count > held ? "again" : "later";
  }

  /** Reads the run and what is new of its events: to the end, where there will be no more. */
  async *#readNew(signal: AbortSignal): Batches {
    if (this.state.kind !== "live") this.#become({ kind: "connecting" });
    const api = await this.#options.api();
    const run = await api.getRun(this.runId, { signal });
    if (signal.aborted) return;
    this.take(run);
    if (isTerminal(run.status)) {
      if (!this.#hasEnd()) yield* this.#readStored(api, signal);
      if (!signal.aborted) this.#become({ kind: "ended" });
      return;
    }
    // The stream has ended and the run's own record is late: nothing but the record is left to wait for.
    if (this.#hasEnd()) return;
    const onState = (state: StreamState): void => {
      if (!signal.aborted) this.streamState(state);
    };
    const afterSequence = this.log.lastSequence || undefined;
    const stream = api.streamRun(this.runId, { afterSequence, signal, onState });
    yield* this.#drain({ batches: stream.batches()[Symbol.asyncIterator](), close: () => undefined }, signal);
  }

  async *#readStored(api: RunsApi, signal: AbortSignal): Batches {
    const isFirst = this.log.count === 0;
    for await (const page of storedEvents(api, this.runId, this.log.count, signal)) {
      yield page;
      // What there is now fills a screen: the rest must not hold up that it is drawn.
      if (isFirst && this.log.count === page.length) await sleep(firstScreen, signal);
    }
  }

  async *#drain(stream: OpenStream, signal: AbortSignal): Batches {
    for await (const batch of readOpenStream(stream, signal))
      yield await this.#gaps.fill(batch, this.log.lastSequence, signal);
  }

  #add(batch: readonly RunEvent[], signal: AbortSignal): void {
    const change = this.record.add(batch);
    if (!change) return;
    if (!this.run || !isTerminal(this.run.status)) this.#become({ kind: "live" });
    this.changes.fire(change);
    if (change.events.some(({ type }) => changesStatus(type))) this.#rereads.soon(signal);
  }

  async #readAgain(signal: AbortSignal): Promise<void> {
    try {
      const api = await this.#options.api();
      const run = await api.getRun(this.runId, { signal });
      if (signal.aborted) return;
      this.take(run);
      if (isTerminal(run.status) && this.state.kind === "waiting") this.start();
    } catch (thrown) {
      if (signal.aborted) return;
      const error = asApiError(thrown);
      this.#options.onError(error);
      if (isPassing(error)) this.#rereads.soon(signal, laterRereadDelay);
    }
  }

  /** Answers may overtake each other; one thing is certain: what has ended does not come back. */
  take(run: Run): void {
    if (this.run && isTerminal(this.run.status) && !isTerminal(run.status)) return;
    this.run = run;
    this.#options.onRun(run);
    this.changes.fire({ kind: "run", run });
  }

  #hasEnd(): boolean {
    const last = this.log.get(this.log.lastSequence);
    return last !== undefined && isTerminalType(last.type);
  }

  #become(state: WatchState): void {
    if (state.kind === this.state.kind && state.kind !== "waiting" && state.kind !== "failed") return;
    this.state = state;
    this.changes.fire({ kind: "state", state });
  }
}
