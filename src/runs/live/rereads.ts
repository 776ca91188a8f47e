import { type Attention, SpareDelays } from "./attention.ts";

/** In milliseconds: events that come together cause one read. */
const usual = 150;

export interface RereadsOptions {
  attention: Attention;
  read: (signal: AbortSignal) => Promise<void>;
}

/** Reads a run again, once for all who ask in a short time; while nobody looks ever more rarely. */
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

  /** Somebody looks again: a read that was put off is made now. */
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
