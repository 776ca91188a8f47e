import { setMaxListeners } from "node:events";
import { exitCodes } from "#cli/exitCodes.ts";

/** Signals of a person or the system: the first one stops the work, the second one the waiting. */
export class Interrupts {
  readonly #first = new AbortController();
  readonly #second = new AbortController();
  /** Aborted by the first signal. */
  readonly first = this.#first.signal;
  /** Aborted by the second one. */
  readonly second = this.#second.signal;
  readonly #process: NodeJS.EventEmitter;
  #exitCode: number | undefined;

  constructor(emitter: NodeJS.EventEmitter = process) {
    this.#process = emitter;
    // Each run of a suite listens.
    setMaxListeners(0, this.first, this.second);
    emitter.on("SIGINT", this.#interrupt);
    emitter.on("SIGTERM", this.#terminate);
  }

  /** The exit code of a command that was stopped; `undefined` for one that wasn't. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  dispose(): void {
    this.#process.off("SIGINT", this.#interrupt);
    this.#process.off("SIGTERM", this.#terminate);
  }

  readonly #interrupt = (): void => this.#take(exitCodes.interrupted);
  readonly #terminate = (): void => this.#take(exitCodes.terminated);

  #take(exitCode: number): void {
    this.#exitCode ??= exitCode;
    if (this.first.aborted) this.#second.abort();
    else this.#first.abort();
  }
}

/** Resolves when a signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
