import { sleep } from "#base/sleep.ts";

/** Time and random numbers, which tests control. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some moment, for spans: setting the system's clock doesn't change them. */
  elapsed(): number;
  /** A random number from 0 up to but not including 1. */
  random(): number;
  /** Resolves after that many milliseconds; rejects when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, signal);
    signal.throwIfAborted();
  },
};
