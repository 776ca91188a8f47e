import { backoffDelay } from "#api/http/backoff.ts";
import type { Event } from "#base/emitter.ts";
import { sleep } from "#base/sleep.ts";

/** Whether somebody may be looking: the window has the focus. */
export interface Attention {
  readonly isThere: boolean;
  readonly onDidChange: Event<unknown>;
}

/** The attention of a caller that always counts as watched. */
export const fullAttention: Attention = { isThere: true, onDidChange: () => ({ dispose: () => undefined }) };

/** In milliseconds: the delays between two requests while the window has no focus. */
const pollDelays = { first: 500, max: 120_000 };

/**
 * Delays without the focus, each twice the one before, until a long time has passed without a request. So a run that
 * never ends costs few requests, 37 in an hour instead of 165, and one that sleeps for hours is followed at once.
 */
export class SpareDelays {
  #count = 0;
  #last = 0;

  /** @returns how long to wait before the next request, in milliseconds from now */
  next(): number {
    const now = performance.now();
    if (now - this.#last > 2 * pollDelays.max) this.#count = 0;
    const attempt = ++this.#count;
    // No jitter: the longest delays make the fewest requests.
    const delay = backoffDelay({ attempt, random: 1 }, pollDelays);
    this.#last = now + delay;
    return delay;
  }

  reset(): void {
    this.#count = 0;
  }
}

/** Waits; resolves early when the signal aborts, or when the window gets the focus again. */
export async function rest(milliseconds: number, signal: AbortSignal, attention: Attention): Promise<void> {
  const wake = new AbortController();
  const subscription = attention.onDidChange(() => attention.isThere && wake.abort());
  await sleep(milliseconds, AbortSignal.any([signal, wake.signal]));
  subscription.dispose();
}
