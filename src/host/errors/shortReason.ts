import { isApiError } from "#api/errors.ts";
import { unsentKeyOf, unsentKeys } from "./unsentKey.ts";

/** Whether no request could reach the app's address. */
export function isUnreachable(error: unknown): boolean {
  return isApiError(error) && (error.kind === "network" || error.kind === "timeout" || error.kind === "tls");
}

/** The failure of a read for which there is no better word. */
export const unreadReason = "Runs couldn't be loaded";

/** Why runs couldn't be loaded, in a few words that may follow the app's name. */
export function shortReason(error: unknown): string {
  if (!isApiError(error)) return unreadReason;
  const unsent = unsentKeyOf(error);
  if (unsent) return unsentKeys[unsent];
  switch (error.kind) {
    case "network":
    case "timeout":
    case "tls":
      return "Can't be reached";
    case "auth":
      return "The access key was rejected";
    case "forbidden":
      return "The access key is not for this app";
    case "rate-limited":
      return "Rate limited";
    case "plan-limit":
      return "The plan's limit is reached";
    case "not-found":
      return "App not found";
    case "invalid":
    case "too-large":
    case "server":
    case "protocol":
    case "aborted":
      return unreadReason;
  }
}
