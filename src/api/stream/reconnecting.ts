import type { ApiError } from "../errors.ts";
import { patientDelay } from "../http/backoff.ts";
import { isPassing } from "../http/retry.ts";

/** What comes after a connection that did not break: nothing, or another one, at once or after a pause. */
export type AfterConnection = "over" | "again" | "later";

export interface ReconnectPause {
  /** The try that comes next. Counts from 1, and restarts when something has arrived. */
  attempt: number;
  milliseconds: number;
  /** What broke the connection; `undefined` when it ended by itself. */
  error: ApiError | undefined;
}

export interface ReconnectOptions<T> {
  /**
   * Connects once and reads.
   *
   * @param moved to be called when something new has arrived
   * @throws ApiError when the connection breaks
   */
  connect(moved: () => void): AsyncGenerator<T, AfterConnection, undefined>;
  /** Lets the time until the next try pass. */
  pause(pause: ReconnectPause): Promise<void>;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Why an earlier connection broke that this one is to replace. */
  broken?: ApiError | undefined;
}

/**
 * Reads from one connection after another, for as long as it takes: each try a little later, until something arrives.
 *
 * @throws ApiError when connecting again would not help
 */
export async function* reconnecting<T>(options: ReconnectOptions<T>): AsyncGenerator<T, void, undefined> {
  let error = options.broken;
  let attempt = 0;
  let after: AfterConnection = error ? "later" : "again";
  while (after !== "over") {
    if (error && !isPassing(error)) throw error;
    if (after === "later") {
      attempt++;
      const milliseconds = patientDelay({ attempt, retryAfter: error?.retryAfter, random: options.random() });
      await options.pause({ attempt, milliseconds, error });
    }
    try {
      error = undefined;
      after = yield* options.connect(() => (attempt = 0));
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
      error = thrown;
      after = "later";
    }
  }
}
