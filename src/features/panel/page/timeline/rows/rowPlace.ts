import { formatDuration, formatTicking } from "../../../../../model/duration.ts";
import type { TimeScale } from "../scale/timeScale.ts";
import type { TimelineRow } from "./timelineRow.ts";

/** In pixels: the least width of a bar, about the width of a label's character, and the space around a label. */
const thinnest = 3;
const character = 7;
const padding = 12;

export interface RowPlace {
  left: number;
  width: number;
  label: { text: string; side: "left" | "right"; room: number } | undefined;
}

/** The place of a row's bar and of its label. Ends far outside the view are cut, so that numbers stay small. */
export function placeRow(row: TimelineRow, scale: TimeScale, now: number): RowPlace {
  const left = Math.max(-thinnest, scale.toPixels(row.from));
  const right = Math.min(scale.width + thinnest, scale.toPixels(row.to ?? now));
  const width = Math.max(thinnest, right - left);
  return { left, width, label: labelOf(row, now, left, Math.max(0, scale.width - left - width)) };
}

/** The longest label that fits on one side of the bar. A part of a duration would be misread. */
function labelOf(row: TimelineRow, now: number, before: number, behind: number): RowPlace["label"] {
  const text = rowLabels(row, now).find((each) => Math.max(before, behind) >= widthOf(each));
  if (text === undefined) return undefined;
  const fitsRight = behind >= widthOf(text);
  const isLeft = before >= widthOf(text) && (!fitsRight || row.to === undefined);
  return isLeft ? { text, side: "left", room: before } : { text, side: "right", room: behind };
}

function widthOf(text: string): number {
  return text.length * character + padding;
}

/** Whether it is only the span of its parts. */
export function isSpan({ kind }: TimelineRow): boolean {
  return kind === "iteration" || kind === "speaker";
}

/** How long it took, and its result; shorter where there is no room for both. */
function rowLabels(row: TimelineRow, now: number): string[] {
  if (row.to === undefined) {
    const time = formatTicking(now - row.from);
    return isSpan(row) ? [] : [`${time} so far`, time];
  }
  const parts = [spanOf(row), row.outcome ?? unfinished(row)].filter(Boolean);
  return parts.length < 2 ? parts : [parts.join(", "), ...parts.slice(0, 1)];
}

/** *name, duration, state*: what a screen reader says of a row. It does not tick. */
export function rowName(row: TimelineRow): string {
  const isSaid = row.state === "done" || row.step?.kind === "paused";
  return [row.name, spanOf(row), row.outcome ?? (isSaid ? "" : row.state)].filter(Boolean).join(", ");
}

/** Empty while it runs, and without a known end or duration. */
export function spanOf({ from, to }: TimelineRow): string {
  return to === undefined || to === from ? "" : formatDuration(to - from);
}

function unfinished({ state }: TimelineRow): string {
  return state === "unfinished" ? state : "";
}
