import type { ApiError } from "../../api/errors.ts";
import { longestRetryAfter } from "../../api/http/backoff.ts";

const shortest = 500;
const longest = 30_000;

/** How long to wait before another try, in milliseconds. `attempt` counts from 1. */
export function retryDelay(attempt: number, error?: ApiError): number {
  const asked = Math.min(error?.retryAfter ?? 0, longestRetryAfter);
  return Math.max(asked, Math.min(longest, shortest * 2 ** Math.min(attempt - 1, 10)));
}

/** Whether the same call may succeed later without anybody's doing. */
export function isTransient(error: ApiError): boolean {
  return ["network", "timeout", "server", "rate-limited"].includes(error.kind);
}

/** Waits; resolves early when the signal aborts. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
