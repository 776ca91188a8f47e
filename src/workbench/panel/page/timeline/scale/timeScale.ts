import type { Span } from "./foldedWaits.ts";

/** In pixels. */
const breakWidth = 36;

/** A part of the view in which time passes evenly, in milliseconds and pixels; a folded one is a break. */
export interface Stretch extends Span {
  left: number;
  right: number;
  folded: boolean;
}

export interface ScaleOptions {
  from: number;
  to: number;
  /** In pixels. */
  width: number;
  /** Spans inside the view that become breaks, in order. */
  folded: readonly Span[];
  /** Free space after the end of the window, in pixels. */
  room?: number;
}

/** Converts between times and positions in the view. Outside the window time continues evenly. */
export class TimeScale {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** The end of the window, in pixels. */
  readonly end: number;
  readonly pixelsPerMs: number;
  readonly stretches: readonly Stretch[];

  constructor({ from, to, width, folded, room = 0 }: ScaleOptions) {
    this.from = from;
    this.to = Math.max(to, from + 1);
    this.width = width;
    this.end = Math.max(1, width - Math.min(room, width * 0.2));
    const broken = folded.reduce((sum, wait) => sum + wait.to - wait.from, 0);
    const gap = folded.length === 0 ? 0 : Math.min(breakWidth, this.end / 2 / folded.length);
    this.pixelsPerMs = (this.end - gap * folded.length) / (this.to - from - broken);
    this.stretches = this.#cut(folded, gap);
  }

  toPixels(time: number): number {
    const stretch = this.stretches.find(({ to }) => time < to);
    if (!stretch) return this.end + (time - this.to) * this.pixelsPerMs;
    if (time < this.from) return (time - this.from) * this.pixelsPerMs;
    return stretch.left + ((time - stretch.from) / (stretch.to - stretch.from)) * (stretch.right - stretch.left);
  }

  toTime(pixels: number): number {
    const stretch = this.stretches.find(({ right }) => pixels < right);
    if (!stretch) return this.to + (pixels - this.end) / this.pixelsPerMs;
    if (pixels < 0) return this.from + pixels / this.pixelsPerMs;
    return stretch.from + ((pixels - stretch.left) / (stretch.right - stretch.left)) * (stretch.to - stretch.from);
  }

  #cut(folded: readonly Span[], gap: number): Stretch[] {
    const stretches: Stretch[] = [];
    let time = this.from;
    let left = 0;
    const add = (to: number, right: number, isFolded: boolean): void => {
      if (to > time) stretches.push({ from: time, to, left, right, folded: isFolded });
      time = to;
      left = right;
    };
    for (const wait of folded) {
      add(wait.from, left + (wait.from - time) * this.pixelsPerMs, false);
      add(wait.to, left + gap, true);
    }
    add(this.to, this.end, false);
    return stretches;
  }
}
