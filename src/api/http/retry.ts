import { type ApiError, isApiError } from "#api/errors.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { backoffDelay } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { abortedError } from "./failure.ts";

const retryDelays = { first: 300, max: 5_000 };
const maxRetries = 3;
const retriedKinds: readonly ApiErrorKind[] = ["network", "timeout", "rate-limited", "server"];

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): error is ApiError {
  // What an app doesn't implement, it doesn't implement a second later, either.
  return isApiError(error) && retriedKinds.includes(error.kind) && error.status !== 501;
}

/**
 * Runs a request without side effects, and retries it up to three times after a temporary failure.
 * @param onRetry called before each wait, with the failure and the milliseconds
 */
export async function retrying<T>(
  run: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal,
  onRetry?: (error: ApiError, wait: number) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt > maxRetries || !isPassing(error)) throw error;
      const wait = backoffDelay({ attempt, retryAfter: error.retryAfter, random: clock.random() }, retryDelays);
      onRetry?.(error, wait);
      await pause(wait, clock, signal);
    }
  }
}

/** @throws ApiError `aborted` */
export async function pause(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch (cause) {
    throw abortedError(cause);
  }
}
