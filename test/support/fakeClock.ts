import type { Clock } from "#api/http/clock.ts";

export interface FakeClock extends Clock {
  /** What was slept, in milliseconds. */
  readonly slept: number[];
}

/** Sleeps in no time and remembers how long; `random` always gives the same. */
export function fakeClock(random = 0): FakeClock {
  const slept: number[] = [];
  return {
    slept,
    now: () => 1_000_000,
    elapsed: () => 0,
    random: () => random,
    async sleep(milliseconds, signal) {
      slept.push(milliseconds);
      // A turn of the event loop, so that a loop that spins can be seen and stopped.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    },
  };
}
