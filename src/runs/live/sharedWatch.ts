import { asApiError } from "../../api/asApiError.ts";
import type { RunsApi, StreamState } from "../../api/contract.ts";
import type { ApiError } from "../../api/errors.ts";
import { patientDelay } from "../../api/http/backoff.ts";
import { isPassing } from "../../api/http/retry.ts";
import type { Run, RunEvent } from "../../api/schemas.ts";
import type { SequenceGap } from "../../api/stream/eventSequence.ts";
import type { Disposable } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import { sleep } from "../../base/sleep.ts";
import { changesStatus, isTerminalType } from "../../model/eventTypes.ts";
import { isTerminal } from "../../model/status.ts";
import type { OpenStream } from "./adoptedStream.ts";
import { type Attention, rest, SpareDelays } from "./attention.ts";
import { type EventLog, gapsIn } from "./eventLog.ts";
import { EventsAndStory } from "./eventsAndStory.ts";
import { PastEvents } from "./pastEvents.ts";
import { Rereads } from "./rereads.ts";
import { storedEvents } from "./storedEvents.ts";
import { StreamGaps } from "./streamGaps.ts";
import { ThreadShare } from "./threadShare.ts";
import type { WatchChange, WatchState } from "./watchTypes.ts";

export interface SharedWatchOptions {
  api: () => Promise<RunsApi>;
  onRun: (run: Run) => void;
  /** What went wrong beside the stream: nothing that stops it. */
  onError: (error: ApiError) => void;
  attention: Attention;
}

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
    if (state.kind === "waiting" && !this.#options.attention.isThere) return void this.#park(state);
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

  /** Nobody looks: the stream isn't opened again at once, but when somebody looks, or after ever longer delays. */
  async #park({ attempt, error }: Extract<StreamState, { kind: "waiting" }>): Promise<void> {
    const signal = this.#begin();
    const delay = Math.max(
      this.#delays.next(),
      patientDelay({ attempt: 1, retryAfter: error.retryAfter, random: Math.random() }),
    );
    this.#become({ kind: "waiting", retryAt: Date.now() + delay, attempt, error });
    await rest(delay, signal, this.#options.attention);
    await this.#follow(signal, undefined);
  }

  /** Somebody looks again: what was put off is asked for now. */
  #catchUp(): void {
    this.#delays.reset();
    this.#rereads.catchUp();
    const gap = this.#gaps.takeLater();
    if (gap) this.loadGap(gap).catch((error: unknown) => this.#options.onError(asApiError(error)));
  }

  async #follow(signal: AbortSignal, open: OpenStream | undefined): Promise<void> {
    let stream = open;
    for (let attempt = 1; !signal.aborted; attempt++) {
      const held = this.log.count;
      let error: ApiError | undefined;
      try {
        if (stream) await this.#drain(stream, signal);
        else if (await this.#step(signal)) return;
      } catch (thrown) {
        error = asApiError(thrown);
      }
      stream = undefined;
      if (signal.aborted) return;
      if (error && !isPassing(error)) {
        this.#become({ kind: "failed", error });
        return;
      }
      const moved = this.log.count > held;
      if (moved) attempt = error ? 1 : 0;
      if (moved && !error) continue;
      const usual = patientDelay({ attempt, retryAfter: error?.retryAfter, random: Math.random() });
      const delay = this.#options.attention.isThere ? usual : Math.max(usual, this.#delays.next());
      if (error) this.#become({ kind: "waiting", retryAt: Date.now() + delay, attempt, error });
      await rest(delay, signal, this.#options.attention);
    }
  }

  /** Reads the run and what is new of its events; `true` when there will be no more. */
  async #step(signal: AbortSignal): Promise<boolean> {
    if (this.state.kind !== "live") this.#become({ kind: "connecting" });
    const api = await this.#options.api();
    const run = await api.getRun(this.runId, { signal });
    if (signal.aborted) return true;
    this.take(run);
    if (isTerminal(run.status)) {
      if (!this.#hasEnd()) {
        const isFirst = this.log.count === 0;
        for await (const page of storedEvents(api, this.runId, this.log.count, signal)) {
          if (!signal.aborted) this.#add(page, signal);
          // What there is now fills a screen: the rest must not hold up that it is drawn.
          if (isFirst && this.log.count === page.length) await sleep(firstScreen, signal);
        }
      }
      if (!signal.aborted) this.#become({ kind: "ended" });
      return true;
    }
    // The stream has ended and the run's own record is late: nothing but the record is left to wait for.
    if (this.#hasEnd()) return false;
    const onState = (state: StreamState): void => {
      if (!signal.aborted) this.streamState(state);
    };
    const afterSequence = this.log.lastSequence || undefined;
    const stream = api.streamRun(this.runId, { afterSequence, signal, onState });
    await this.#drain({ batches: stream.batches()[Symbol.asyncIterator](), close: () => undefined }, signal);
    return false;
  }

  async #drain(stream: OpenStream, signal: AbortSignal): Promise<void> {
    const thread = new ThreadShare();
    signal.addEventListener("abort", stream.close);
    try {
      for await (const batch of { [Symbol.asyncIterator]: () => stream.batches }) {
        if (signal.aborted) return;
        await this.#addStreamed(batch, signal);
        // A socket that is always full would keep the panel's acknowledgements waiting.
        if (thread.isOver) await thread.rest();
      }
    } finally {
      signal.removeEventListener("abort", stream.close);
    }
  }

  /** Missing events are fetched before what follows them is told, so that all come in order where that is possible. */
  async #addStreamed(batch: readonly RunEvent[], signal: AbortSignal): Promise<void> {
    const gaps = gapsIn(batch, this.log.lastSequence);
    const [first, last] = [gaps[0], gaps.at(-1)];
    const stored = first && last ? await this.#gaps.read({ from: first.from, to: last.to }, signal) : [];
    if (!signal.aborted)
      this.#add(
        [...stored, ...batch].sort((a, b) => a.sequence - b.sequence),
        signal,
      );
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
