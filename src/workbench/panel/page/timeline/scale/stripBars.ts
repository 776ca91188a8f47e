import { isSpan } from "#workbench/panel/page/timeline/rows/rowLayout.ts";
import { isVoid, type TimelineRow } from "#workbench/panel/page/timeline/rows/timelineRow.ts";
import type { TimeScale } from "./timeScale.ts";

/** The lines of the strip; the bars of an iteration take them in turn. */
const laneCount = 8;
/** In pixels. */
const laneHeight = 4.4;
const firstLaneTop = 6;

export interface StripBar {
  look: string;
  left: number;
  top: number;
  width: number;
}

/**
 * The bars of the whole run in small. Bars of one look that touch in a line are drawn as one, so that there are few.
 */
export function stripBars(rows: readonly TimelineRow[], scale: TimeScale, now: number): StripBar[] {
  const bars: StripBar[] = [];
  const last = new Map<string, StripBar>();
  let lane = 0;
  for (const row of rows) {
    if (isSpan(row)) {
      lane = 0;
      continue;
    }
    const look = barLook(row);
    const left = scale.toPixels(row.from);
    const width = Math.max(2, scale.toPixels(row.to ?? now) - left);
    const key = `${lane} ${look}`;
    const before = last.get(key);
    if (before && left <= before.left + before.width + 1) {
      before.width = Math.max(before.width, left + width - before.left);
    } else {
      const bar = { look, left, width, top: firstLaneTop + lane * laneHeight };
      last.set(key, bar);
      bars.push(bar);
    }
    lane = (lane + 1) % laneCount;
  }
  return bars;
}

export function barLook(row: TimelineRow): string {
  if (isSpan(row)) return "iter-b";
  if (row.state === "failed") return "fail";
  if (isVoid(row.state)) return "void";
  if (row.kind === "model") return "text";
  return row.kind === "tool" ? "ok" : row.kind;
}
