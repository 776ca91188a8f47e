import { nice, ticks } from "d3-array";

/** The pixels of a chart: the plot inside its margins. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const plotHeight = 190;

/** @param ends the room at the right for the names of lines */
export function frameOf(width: number, ends: number): Frame {
  return { width, height: plotHeight, left: 46, right: Math.max(60, width - 12 - ends), top: 18, bottom: 168 };
}

/** One band for each point, from the left to the right. */
export interface Bands {
  readonly width: number;
  start(at: number): number;
  middle(at: number): number;
}

export function bandsOf(count: number, { left, right }: Frame): Bands {
  const width = (right - left) / Math.max(1, count);
  return { width, start: (at) => left + at * width, middle: (at) => left + (at + 0.5) * width };
}

/** Values as heights, with round values on the axis. */
export interface Heights {
  readonly ticks: readonly number[];
  of(value: number): number;
}

/** How many values the axis has, about. */
const ticksWanted = 4;

export function heightsOf(lowest: number, highest: number, { top, bottom }: Frame): Heights {
  const [from, to] = nice(lowest, highest > lowest ? highest : lowest + 1, ticksWanted);
  return {
    ticks: ticks(from, to, ticksWanted),
    of: (value) => bottom - ((value - from) / (to - from)) * (bottom - top),
  };
}

/** In pixels: the room that a label below the axis needs. */
const labelWidth = 44;

/** Which points have a label, so that none touches the next one. */
export function labelled(count: number, { left, right }: Frame, longest: number): (at: number) => boolean {
  const room = Math.max(1, (right - left) / Math.max(1, count));
  const step = Math.max(1, Math.ceil(Math.min(labelWidth, 10 + longest * 7) / room));
  return (at) => (count - 1 - at) % step === 0;
}

/** The point under the pointer. @param x in pixels from the left of the chart */
export function pointAt(x: number, count: number, { left, right }: Frame): number | undefined {
  if (count === 0 || x < left || x > right) return undefined;
  return Math.min(count - 1, Math.floor(((x - left) / (right - left)) * count));
}

/** A duration begins at 0; a rate a little below its lowest value, since the difference to 1 is small. */
export function lowestOf(kind: string, known: readonly number[]): number {
  if (kind !== "rate" || known.length === 0) return 0;
  return Math.max(0, Math.min(0.9, Math.floor((Math.min(...known) - 0.02) * 10) / 10));
}
