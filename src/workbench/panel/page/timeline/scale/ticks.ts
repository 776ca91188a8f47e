import { formatPreciseClock } from "#model/timeInRun.ts";
import type { TimeScale } from "./timeScale.ts";

/** In pixels: the distance of ticks, the width of a label's character, and the gap between two labels. */
const tickDistance = 64;
const characterWidth = 6.5;
const labelGap = 12;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Round lengths of time, in milliseconds. */
const roundLengths = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * minute),
  ...[1, 2, 4, 8, 12, 24, 48, 96, 168, 336, 720].map((count) => count * hour),
];

interface Tick {
  time: number;
  left: number;
  label: string;
}

/**
 * The lines of the ruler, at round times and far enough apart for their labels; none within a break.
 *
 * @param inMs whether those under a second are in milliseconds
 */
export function ticksOf(scale: TimeScale, inMs = false): Tick[] {
  if (scale.width <= 0) return [];
  const minStep = tickDistance / scale.pixelsPerMs;
  const step = roundLengths.find((each) => each >= minStep) ?? Math.ceil(minStep / (24 * hour)) * 24 * hour;
  const ticks: Tick[] = [];
  const spans = [...scale.stretches.filter(({ folded }) => !folded), { from: scale.to, to: scale.toTime(scale.width) }];
  for (const span of spans) {
    for (let time = Math.ceil(span.from / step) * step; time < span.to; time += step) {
      const left = scale.toPixels(time);
      const before = ticks.at(-1);
      if (left > scale.width - tickDistance / 2 || (before && left - before.left < widthOf(before))) continue;
      const label = inMs && scale.to < second ? `${time} ms` : formatPreciseClock(time, step);
      ticks.push({ time, left, label });
    }
  }
  return ticks;
}

function widthOf({ label }: Tick): number {
  return label.length * characterWidth + labelGap;
}
