import type { ApiError } from "#api/errors.ts";
import { patientDelay } from "#api/http/backoff.ts";
import { isPassing } from "#api/http/retry.ts";

/** What follows a connection without an error: nothing, another one at once, or one after a pause. */
export type AfterConnection = "over" | "again" | "later";

export interface ReconnectPause {
  /** The number of the next attempt. Counts from 1, and restarts when something has arrived. */
  attempt: number;
  milliseconds: number;
  /** Why the connection broke; `undefined` when it ended without an error. */
  error: ApiError | undefined;
}

export interface ReconnectOptions {
  /** Connects once and reads. @param moved call it when something new has arrived @throws ApiError when it breaks */
  connect(moved: () => void): Promise<AfterConnection>;
  /** Waits until the next attempt. */
  pause(pause: ReconnectPause): Promise<void>;
  /** A random number from 0 up to but not including 1. */
  random(): number;
}

/** Reads from one connection after another, without limit. @throws ApiError when reconnecting wouldn't help */
export async function reconnecting(options: ReconnectOptions): Promise<void> {
  let error: ApiError | undefined;
  let attempt = 0;
  let after: AfterConnection = "again";
  while (after !== "over") {
    if (after === "later") {
      attempt++;
      const milliseconds = patientDelay({ attempt, retryAfter: error?.retryAfter, random: options.random() });
      await options.pause({ attempt, milliseconds, error });
    }
    try {
      error = undefined;
      after = await options.connect(() => (attempt = 0));
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
      error = thrown;
      after = "later";
    }
  }
}
