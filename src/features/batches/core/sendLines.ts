import { patientDelay } from "#api/http/backoff.ts";
import type { Clock } from "#api/http/clock.ts";
import type { Run } from "#api/schemas.ts";
import type { Batch } from "./batch.ts";
import type { BatchLine } from "./batchTypes.ts";
import { BatchHalt, lineOutcome, type LineOutcome } from "./lineOutcome.ts";

export interface SendOptions {
  /** The numbers of the lines to send, in order. */
  lines: readonly number[];
  /** How many lines are sent at the same time. */
  concurrency: number;
  /** Creates a line's run, once. @throws ApiError, NotSentError, BatchHalt; anything else leaves it unknown */
  send(line: BatchLine): Promise<Run>;
  /** Called when the line's run is known. */
  onCreated?: (run: Run) => void;
  clock: Clock;
  /** Stops sending. Requests that are already sent are awaited. */
  stop: AbortSignal;
  /** Called when the app refuses requests: nothing is sent until this time, in milliseconds since the epoch. */
  onPause?: (until: number) => void;
}

/** A line fails when the app has refused it so often. */
const maxAttempts = 6;

/**
 * Sends lines of a batch, each once. Only a line that the app has certainly refused waits and is sent again.
 *
 * @returns why it ended before all lines were sent, unless it was stopped
 */
export function sendLines(batch: Batch, options: SendOptions): Promise<Error | undefined> {
  return new LineSender(batch, options).run();
}

class LineSender {
  readonly #batch: Batch;
  readonly #options: SendOptions;
  readonly #queue: number[];
  readonly #attempts = new Map<number, number>();
  #resumeAt = 0;
  /** How many requests in a row have failed to create a run, although the next one might succeed. */
  #inVain = 0;
  #halt: Error | undefined;

  constructor(batch: Batch, options: SendOptions) {
    this.#batch = batch;
    this.#options = options;
    this.#queue = [...options.lines];
  }

  async run(): Promise<Error | undefined> {
    await Promise.all(Array.from({ length: this.#options.concurrency }, () => this.#work()));
    return this.#halt;
  }

  async #work(): Promise<void> {
    for (;;) {
      await this.#pause();
      if (this.#options.stop.aborted || this.#halt) return;
      const n = this.#queue.shift();
      // No line is left, or the last ones are being sent by others, which retry them themselves.
      if (n === undefined) return;
      try {
        await this.#sendOne(n);
      } catch (error) {
        this.#halt ??= error instanceof Error ? error : new Error(String(error));
      }
    }
  }

  async #sendOne(n: number): Promise<void> {
    const line = this.#batch.lines[n] as BatchLine;
    await this.#batch.begin(n);
    if (this.#options.stop.aborted) return this.#batch.settle(n, { kind: "waiting" });
    let run: Run;
    try {
      run = await this.#options.send(line);
    } catch (error) {
      await this.#failed(n, error);
      return;
    }
    this.#inVain = 0;
    const settled = this.#batch.settle(n, { kind: "created", runId: run.id });
    this.#options.onCreated?.(run);
    await settled;
  }

  async #failed(n: number, error: unknown): Promise<void> {
    const outcome: LineOutcome = error instanceof BatchHalt ? { kind: "unsent", error } : lineOutcome(error);
    if (outcome.kind === "unsent") {
      this.#halt ??= outcome.error;
      await this.#batch.settle(n, { kind: "waiting" });
      return;
    }
    if (outcome.kind === "end") {
      if (outcome.concernsAll && error instanceof Error) this.#halt ??= error;
      if (outcome.state.kind === "unknown") this.#countInVain(error as Error);
      await this.#batch.settle(n, outcome.state);
      return;
    }
    this.#countInVain(outcome.error);
    const attempts = (this.#attempts.get(n) ?? 0) + 1;
    this.#attempts.set(n, attempts);
    if (attempts >= maxAttempts) {
      const reason = `The app rejected this line ${attempts} times. The last error: ${outcome.error.message}`;
      await this.#batch.settle(n, { kind: "failed", reason });
      return;
    }
    const { clock } = this.#options;
    const wait = patientDelay({ attempt: attempts, retryAfter: outcome.retryAfter, random: clock.random() });
    this.#resumeAt = Math.max(this.#resumeAt, clock.elapsed() + wait);
    this.#options.onPause?.(clock.now() + this.#resumeAt - clock.elapsed());
    await this.#batch.settle(n, { kind: "waiting" });
    this.#queue.push(n);
  }

  /** An app that accepts nothing must not get a thousand requests, and a thousand lines must not become unknown. */
  #countInVain(error: Error): void {
    this.#inVain++;
    if (this.#inVain >= maxAttempts * this.#options.concurrency) this.#halt ??= error;
  }

  async #pause(): Promise<void> {
    const { clock, stop } = this.#options;
    for (;;) {
      const wait = this.#resumeAt - clock.elapsed();
      if (wait <= 0 || stop.aborted || this.#halt) return;
      // A stop ends the wait early.
      await clock.sleep(wait, stop).catch(() => undefined);
    }
  }
}
