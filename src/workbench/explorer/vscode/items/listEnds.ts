/** What the rows say that stand where runs are missing: before they are loaded, while they are, and if they can't be. */

import { isApiError } from "#api/errors.ts";
import { isUnreachable, shortReason, unreadReason } from "#host/errors/shortReason.ts";
import { formatCount } from "#model/counts.ts";
import { formatTimeOfDay } from "#model/times.ts";
import type { Retry } from "#runs/store/retries.ts";
import type { RunList } from "#runs/store/runList.ts";
import { retryWords } from "#workbench/connections/vscode/connectionText.ts";

type LoadedPart = Pick<RunList, "runs" | "count" | "isRead" | "retry">;

/** How much of a list is loaded: *25 of 3,000*, of *3,000+* until it was read, and why it takes time. */
export function loadedWords({ runs, count, isRead, retry }: LoadedPart): string {
  const loaded = `${formatCount(runs.length)} of ${formatCount(count)}${isRead ? "" : "+"}`;
  return retry ? `${loaded} · ${retryWords(retry)}` : loaded;
}

/** What went wrong, with its subject. @param runs the runs that are missing: *More runs* */
export function failureLabel(error: unknown, runs: string): string {
  if (isUnreachable(error)) return "The app can't be reached";
  if (isRateLimit(error)) return "The app's rate limit is reached";
  const reason = shortReason(error);
  return reason === unreadReason ? `${runs} couldn't be loaded` : reason;
}

/** Why nothing is read for a while, and until when. A narrow view has room for the beginning. */
export function delayWords({ error, at }: Retry): { label: string; description: string } {
  const time = formatTimeOfDay(at, "seconds");
  if (isRateLimit(error)) return { label: `Rate limited until ${time}`, description: "retries then" };
  return { label: `Retrying at ${time}`, description: failureLabel(error, "The runs") };
}

function isRateLimit(error: unknown): boolean {
  return isApiError(error) && error.kind === "rate-limited";
}

/** The code and the time of a failure: *HTTP 500 · 09:15*. @param at milliseconds since the epoch */
export function failureFacts(error: unknown, at: number | undefined): string {
  const status = isApiError(error) && error.status !== undefined ? [`HTTP ${error.status}`] : [];
  return [...status, ...(at === undefined ? [] : [formatTimeOfDay(at)])].join(" · ");
}
