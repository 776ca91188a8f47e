import { type Clock, systemClock } from "#api/http/clock.ts";
import type { Disposable } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";

export interface PollerOptions {
  /** Reads what may have changed. @returns the result, which sets the delay until the next poll */
  poll(): Promise<PollResult>;
  /** The longest delays while runs are active, and without any, in milliseconds; 20 s and 60 s by default. */
  underWay?: number;
  quiet?: number;
  clock?: Clock;
}

/** `changed`: poll again soon; `underWay`: no change yet, but one will come; `quiet`; `failed`. */
export type PollResult = "changed" | "underWay" | "quiet" | "failed";

/** `live` while somebody looks; `calm` while the data is in sight of somebody who may look elsewhere. */
export type Sight = "live" | "calm" | "off";

const minDelay = 3_000;
/** In milliseconds: with its jitter, data in sight is never older than 15 s. */
export const inSightDelay = 12_500;
/** The longest delays in milliseconds. The rows of active runs must not lag far behind. */
const maxDelays: Record<PollResult, number> = { changed: minDelay, underWay: 20_000, quiet: 60_000, failed: 60_000 };
const delayGrowth: Record<PollResult, number> = { changed: 1, underWay: 1.5, quiet: 1.5, failed: 2 };

/**
 * Polls while its data is in view: soon after a change, less and less often without one, with jitter. In a window without
 * the focus the delay is the same after each poll, so that it costs few requests however much changes.
 */
export class Poller implements Disposable {
  readonly #options: PollerOptions;
  readonly #clock: Clock;
  #sight: Sight = "off";
  #delay = minDelay;
  #waiting = new AbortController();
  #due = Infinity;
  #last = -Infinity;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Starts or stops polling. Old data is read at once. */
  setOn(isOn: boolean): void {
    this.setSight(isOn ? "live" : "off");
  }

  /** Says whether the data may be in sight of anybody. Only who comes back gets what is new at once. */
  setSight(sight: Sight): void {
    const before = this.#sight;
    if (sight === before) return;
    this.#sight = sight;
    if (before === "live" && sight === "calm") return;
    this.#waiting.abort();
    if (sight !== "off") this.#schedule(Math.max(0, this.#last + minDelay - this.#clock.elapsed()));
  }

  /** Something has changed, so the next poll is soon. */
  hurry(): void {
    this.#delay = minDelay;
    const delay = this.#jitter(minDelay);
    // Constant hints must not postpone the poll.
    if (this.#sight !== "live" || this.#due <= this.#clock.elapsed() + delay) return;
    this.#waiting.abort();
    this.#schedule(delay);
  }

  dispose(): void {
    this.setOn(false);
  }

  #schedule(delay: number): void {
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    this.#due = this.#clock.elapsed() + delay;
    void this.#clock.sleep(delay, signal).then(
      () => this.#poll(signal),
      () => undefined,
    );
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const result = await this.#result();
    this.#last = this.#clock.elapsed();
    if (signal.aborted) return;
    this.#delay = result === "changed" ? minDelay : Math.min(this.#maxDelay(result), this.#delay * delayGrowth[result]);
    this.#schedule(this.#jitter(this.#sight === "calm" ? Math.max(this.#delay, inSightDelay) : this.#delay));
  }

  /** A poll that throws is a failed one: without a next one, the rows would stand still. */
  async #result(): Promise<PollResult> {
    try {
      return await this.#options.poll();
    } catch (error) {
      onUnexpectedError(error);
      return "failed";
    }
  }

  #maxDelay(result: PollResult): number {
    const { underWay = maxDelays.underWay, quiet = maxDelays.quiet } = this.#options;
    return { ...maxDelays, underWay, quiet }[result];
  }

  /** A delay up to a fifth longer or shorter, so that many windows don't poll at the same moment. */
  #jitter(delay: number): number {
    return delay * (0.8 + 0.4 * this.#clock.random());
  }
}
