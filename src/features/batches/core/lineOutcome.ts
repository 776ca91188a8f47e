import { isApiError } from "#api/errors.ts";
import type { LineState } from "./batchTypes.ts";

/** Thrown by the function that sends a line when nothing more of the batch can be sent. This line was not sent. */
export class BatchHalt extends Error {
  override readonly name = "BatchHalt";
}

/** Thrown by the function that sends a line when this line can't be sent. */
export class NotSentError extends Error {
  override readonly name = "NotSentError";
}

/**
 * What a failed request means for its line. `refused`: it certainly had no effect, and may succeed later. `end`: it
 * won't be sent again. `concernsAll`: every other line would fail the same way. `unsent`: it certainly had no effect,
 * and neither would any other line have one.
 */
export type LineOutcome =
  | { kind: "refused"; error: Error; retryAfter?: number }
  | { kind: "unsent"; error: Error }
  | { kind: "end"; state: Extract<LineState, { kind: "failed" | "unknown" }>; concernsAll: boolean };

export function lineOutcome(error: unknown): LineOutcome {
  const reason = reasonOf(error);
  if (error instanceof NotSentError) return { kind: "end", state: { kind: "failed", reason }, concernsAll: false };
  // After a bug of ours the response isn't known, so the run may exist.
  if (!isApiError(error) || error.outcomeUnknown)
    return { kind: "end", state: { kind: "unknown", reason }, concernsAll: false };
  switch (error.kind) {
    case "rate-limited":
    case "network":
    case "timeout":
    case "aborted":
      return { kind: "refused", error, retryAfter: error.retryAfter };
    case "server":
      // Only this status says that the request was not accepted.
      if (error.status === 503) return { kind: "refused", error, retryAfter: error.retryAfter };
      return { kind: "end", state: { kind: "failed", reason }, concernsAll: false };
    case "plan-limit":
      return { kind: "unsent", error };
    case "auth":
    case "forbidden":
    case "tls":
      return { kind: "end", state: { kind: "failed", reason }, concernsAll: true };
    case "not-found":
    case "invalid":
    case "too-large":
    case "protocol":
      return { kind: "end", state: { kind: "failed", reason }, concernsAll: false };
  }
}

function reasonOf(error: unknown): string {
  // Nobody canceled this request: the window was closed, or the connection was changed.
  if (isApiError(error) && error.kind === "aborted") return "The request was interrupted before the response arrived.";
  return error instanceof Error ? error.message : String(error);
}
