import { countOf, formatCount } from "#model/counts.ts";
import { formatSince } from "#model/duration.ts";
import { type TimeRange, timeRangeNames } from "#model/timeRanges.ts";
import { formatTimeOfDay } from "#model/times.ts";
import type { Reading } from "./runReader.ts";

/** How many runs an app gives in a second, where nothing was measured. */
const defaultPace = 16;

/** What a button offers: *Load 30 Days: 2,915 runs, about 3 min*. @param runs how many have to be read, if it is known */
export function loadText(range: TimeRange, runs?: number): string {
  const name = `Load ${timeRangeNames[range]}`;
  if (runs === undefined) return name;
  return `${name}: ${countOf(runs, "run")}, about ${formatSince((runs / defaultPace) * 1_000)}`;
}

/** How far a loading has come: *Loading 30 Days: 120 of 2,915 runs* and *2 min left*. */
export function loadingText({ range, runs, total, remaining, retryAt }: Reading & { kind: "reading" }): {
  label: string;
  time: string;
} {
  const count = total === undefined ? "reading the list of runs" : `${formatCount(runs)} of ${countOf(total, "run")}`;
  const left = remaining === undefined ? "" : `${formatSince(remaining)} left`;
  return {
    label: `Loading ${timeRangeNames[range]}: ${count}`,
    time: retryAt === undefined ? left : `paused until ${formatTimeOfDay(retryAt, "seconds")}`,
  };
}
