import { type Clock, systemClock } from "#api/http/clock.ts";

/** The most requests that come at once after a quiet time. With those that follow, a minute has no more than the budget. */
const burst = 6;

/**
 * The requests that first reads and polls may make in a minute, over all apps of a list. It is spent by every read, also
 * by those that a person asked for, which don't wait for it: the others wait until it is even again, for a minute at
 * most.
 */
export class RequestBudget {
  readonly perMinute: number;
  readonly #clock: Clock;
  #left = burst;
  #at: number;

  constructor(perMinute: number, clock: Clock = systemClock) {
    this.perMinute = perMinute;
    this.#clock = clock;
    this.#at = clock.elapsed();
  }

  /** How many requests may be made now; none if it is negative. */
  get left(): number {
    const now = this.#clock.elapsed();
    this.#left = Math.min(burst, this.#left + ((now - this.#at) * (this.perMinute - burst)) / 60_000);
    this.#at = now;
    return this.#left;
  }

  /** Whether a read of so many requests may begin. One that is larger than what comes at once begins when that is there. */
  allows(requests: number): boolean {
    return this.left >= Math.min(requests, burst);
  }

  /** @param requests negative for those that were expected and weren't made */
  spend(requests: number): void {
    this.#left = Math.max(this.left - requests, burst - this.perMinute);
  }
}
