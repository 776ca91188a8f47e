import { patience } from "../support/patience.ts";

/** In milliseconds: how long the first try may wait for something. */
const first = 3_000;

/**
 * Does what the window may undo meanwhile, until it works. Each try may wait twice as long as the one before: a fast
 * machine loses little time, and a slow one isn't given up.
 *
 * @param attempt gets the limit for each of its waits, in milliseconds
 * @param undo follows a try that failed
 */
export async function insist(attempt: (timeout: number) => Promise<void>, undo?: () => Promise<void>): Promise<void> {
  for (let timeout = first; ; timeout *= 2) {
    try {
      return await attempt(timeout);
    } catch (error) {
      if (timeout > patience) throw error;
    }
    await undo?.();
  }
}
