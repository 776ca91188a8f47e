import { parseTime } from "./isoTime.ts";

interface Started {
  readonly started_at?: string | null;
}

/** In milliseconds since the epoch. A run that hasn't started counts as the newest. */
export function startOf({ started_at: startedAt }: Started): number {
  return parseTime(startedAt) ?? Infinity;
}

/** The earlier time first, and none as the latest. */
export function compareTimes(a = Infinity, b = Infinity): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * Runs in the order in which they were sent: those of one second keep that of the list. @param newestFirst as listed
 */
export function oldestFirst<Run extends Started>(newestFirst: readonly Run[]): Run[] {
  return newestFirst.toReversed().sort((a, b) => compareTimes(startOf(a), startOf(b)));
}
