import { type Attention, SpareDelays } from "./attention.ts";

/** In milliseconds: events that come together cause one read. */
const usual = 150;

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
