import { backoffDelay } from "../../api/http/backoff.ts";
import { type Attention, SpareDelays } from "./attention.ts";

/** In milliseconds: events that come together cause one read. */
const usual = 150;
/** After failures, in milliseconds. A broken stream asks for a read at each attempt, and must not cause more than that. */
const failureLimits = { first: 5_000, most: 30_000 };

export interface RereadsOptions {
  attention: Attention;
  read: (signal: AbortSignal) => Promise<void>;
}

/**
 * Reads a run again, once for all requests within a short time. While the window has no focus it reads ever less often.
 */
export class Rereads {
  readonly #options: RereadsOptions;
  readonly #delays = new SpareDelays(usual);
  /** How many reads have failed since the last one that succeeded. */
  #failures = 0;
  #pending: { timer: NodeJS.Timeout; signal: AbortSignal } | undefined;

  constructor(options: RereadsOptions) {
    this.#options = options;
  }

  /** @param delay in milliseconds */
  soon(signal: AbortSignal, delay = usual): void {
    if (this.#pending) return;
    const wait = this.#options.attention.isThere ? delay : Math.max(delay, this.#delays.next());
    this.#pending = { timer: setTimeout(() => this.#read(), wait), signal };
  }

  /** Reads again after a failed read, each time later. */
  afterFailure(signal: AbortSignal): void {
    this.soon(signal, backoffDelay({ attempt: ++this.#failures, random: Math.random() }, failureLimits));
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** The window has the focus again, so a postponed read starts now. */
  catchUp(): void {
    this.#delays.reset();
    if (this.#pending) this.#read();
  }

  clear(): void {
    clearTimeout(this.#pending?.timer);
    this.#pending = undefined;
  }

  #read(): void {
    const signal = this.#pending?.signal;
    this.clear();
    if (signal) void this.#options.read(signal);
  }
}
