import { formatDifference, formatRunDuration } from "#model/duration.ts";
import { formatPreciseClock } from "#model/timeInRun.ts";

/** A difference in time counts as large from here on: milliseconds, and a part of A's time. */
const largeChange = { ms: 1_000, part: 0.2 };

/** Two runs that did the same differ by this much: milliseconds, and a part of A's time. */
const noiseChange = { ms: 100, part: 0.05 };

/** Whether two times differ by no more than the times of equal runs do. */
export function isNoise(a: number, b: number): boolean {
  const change = Math.abs(b - a);
  return change < noiseChange.ms || change < a * noiseChange.part;
}

/**
 * The difference of B's time from A's; nothing if neither is known. A step that only one run has takes no time in the
 * other.
 */
export function timeChange(a: number | undefined, b: number | undefined): { text: string; large: boolean } | undefined {
  if (a === undefined && b === undefined) return undefined;
  const change = (b ?? 0) - (a ?? 0);
  const isLarge = Math.abs(change) >= largeChange.ms && Math.abs(change) >= (a ?? 0) * largeChange.part;
  return { text: formatDifference(a ?? 0, b ?? 0), large: isLarge };
}

/** A run's time: on a clock from ten seconds on, in words below. *4:31*, *3.4 s*. */
export function clockText(ms: number): string {
  return ms < 9_950 ? formatRunDuration(ms) : formatPreciseClock(Math.round(ms / 1_000) * 1_000, 1_000);
}
