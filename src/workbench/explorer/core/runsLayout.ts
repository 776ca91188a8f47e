import type { RunFilter } from "#runs/store/runFilter.ts";

export type GroupBy = "status" | "session" | "user" | "day" | "cause";

/** `newest` and `oldest` by start, `ended` by end (latest first), `duration` (longest first). */
export type SortBy = "newest" | "oldest" | "ended" | "duration";

export interface RunsLayout {
  readonly filter: RunFilter;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

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
  ended: "Recently ended first",
  duration: "Longest first",
};

export function isGroupBy(value: unknown): value is GroupBy {
  return typeof value === "string" && Object.hasOwn(groupWords, value);
}

export function isSortBy(value: unknown): value is SortBy {
  return typeof value === "string" && Object.hasOwn(sortWords, value);
}
