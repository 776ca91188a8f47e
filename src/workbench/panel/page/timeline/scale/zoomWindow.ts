import type { TimeScale } from "./timeScale.ts";

export interface ZoomWindow {
  from: number;
  /** Absent: the end of the run, also when it grows. */
  to?: number;
}

export const wholeRun: ZoomWindow = { from: 0 };

const minWindowLength = 10;

/** The window between two times, kept inside the run. It follows the end if it touches it. */
export function windowOf(from: number, to: number, end: number): ZoomWindow {
  const start = Math.max(0, Math.min(from, end - minWindowLength));
  return to >= end ? { from: start } : { from: start, to: Math.max(to, start + minWindowLength) };
}

/** @param factor above 1 shows more time @param around the position that stays, in pixels */
export function zoomBy(scale: TimeScale, factor: number, around: number, end: number): ZoomWindow {
  const from = scale.toTime(around - around * factor);
  const to = scale.toTime(around + (scale.end - around) * factor);
  const short = minWindowLength - (to - from);
  return short > 0 ? windowOf(from - short / 2, to + short / 2, end) : windowOf(from, to, end);
}

/** Moves the window and keeps its length; it stops at both ends of the run. */
export function panBy(scale: TimeScale, pixels: number, end: number): ZoomWindow {
  const from = scale.toTime(pixels);
  const to = scale.toTime(scale.end + pixels);
  if (from < 0) return windowOf(0, scale.to - scale.from, end);
  return to > end ? windowOf(end - (scale.to - scale.from), end, end) : windowOf(from, to, end);
}

/** A window around a span, with a little time before and after it. */
export function windowAround(from: number, to: number, end: number): ZoomWindow {
  const margin = Math.max(minWindowLength, (to - from) * 0.1);
  return windowOf(from - margin, to + margin, end);
}
