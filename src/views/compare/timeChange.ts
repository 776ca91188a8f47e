import { formatPlace } from "../../model/clock.ts";
import { formatDuration } from "../../model/duration.ts";

/** A difference in time counts as large from here on: milliseconds, and a part of A's time. */
const large = { ms: 1_000, part: 0.2 };

/** Two runs that did the same differ by this much: milliseconds, and a part of A's time. */
const noise = { ms: 100, part: 0.05 };

/** Whether two times differ by no more than the times of equal runs do. */
export function isNoise(a: number, b: number): boolean {
  const change = Math.abs(b - a);
  return change < noise.ms || change < a * noise.part;
}

/** B's time without A's, with its sign: *+6 ms*, *−4 min 2 s*. */
export function changeText(ms: number): string {
  const text = formatDuration(Math.abs(ms));
  return text === "0 ms" ? text : `${ms < 0 ? "−" : "+"}${text}`;
}

/**
 * The difference of B's time from A's; nothing if neither is known. A step that only one run has takes no time in the
 * other.
 */
export function timeChange(a: number | undefined, b: number | undefined): { text: string; large: boolean } | undefined {
  if (a === undefined && b === undefined) return undefined;
  const change = (b ?? 0) - (a ?? 0);
  const isLarge = Math.abs(change) >= large.ms && Math.abs(change) >= (a ?? 0) * large.part;
  return { text: changeText(change), large: isLarge };
}

/** A run's time: on a clock from ten seconds on, in words below. *4:31*, *3.4 s*. */
export function clockText(ms: number): string {
  return ms < 10_000 ? formatDuration(ms) : formatPlace(ms, 1_000);
}
