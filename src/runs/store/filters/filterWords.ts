import { formatDuration } from "../../../model/duration.ts";
import { shortId } from "../../../model/shortId.ts";
import { compareStatuses, statusWord } from "../../../model/status.ts";
import { rowText } from "../../labels/runLabel.ts";
import type { GroupBy, RunFilter, SortBy } from "./runFilter.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** The ages that a filter offers, in milliseconds. */
export const offeredAges: readonly number[] = [hour, day, 7 * day, 30 * day];

/** The names of groupings and orders, in the order in which they are offered. */
export const groupWords: Readonly<Record<GroupBy, string>> = {
  status: "Status",
  session: "Session",
  user: "User",
  day: "Day",
  cause: "Cause of Failure",
};

export const sortWords: Readonly<Record<SortBy, string>> = {
  newest: "Newest first",
  oldest: "Oldest first",
  ended: "Last ended first",
  duration: "Longest first",
};

/** A filter in few words: *Failed or Running, customer-7421, last 24 h, “refund”*. Empty without a filter. */
export function filterWords(filter: RunFilter): string {
  const { statuses = [], userId, sessionId, text, maxAge } = filter;
  const parts = [
    statusesWords(statuses),
    userId && rowText(userId, 40),
    sessionId && `session ${shortId(sessionId)}`,
    maxAge === undefined ? "" : ageWords(maxAge),
    text && `“${rowText(text, 40)}”`,
  ];
  return parts.filter(Boolean).join(", ");
}

/** *Failed or Running*; of more than two, the first and how many others. */
export function statusesWords(statuses: readonly string[]): string {
  const words = [...statuses].sort(compareStatuses).map(statusWord);
  return words.length > 2 ? `${words[0]} or ${words.length - 1} others` : words.join(" or ");
}

/** *last hour*, *last 24 h*, *last 7 days*. */
export function ageWords(maxAge: number): string {
  if (maxAge === hour) return "last hour";
  if (maxAge > day && maxAge % day === 0) return `last ${maxAge / day} days`;
  if (maxAge % hour === 0) return `last ${maxAge / hour} h`;
  return `last ${formatDuration(maxAge)}`;
}
