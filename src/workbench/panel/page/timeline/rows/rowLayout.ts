import { formatDuration, formatTicking } from "#model/duration.ts";
import type { AttemptView } from "#workbench/panel/page/storyViews.ts";
import type { TimeScale } from "#workbench/panel/page/timeline/scale/timeScale.ts";
import type { TimelineRow } from "./timelineRow.ts";

/** In pixels: the least width of a bar, about the width of a label's character, and the space around a label. */
const minBarWidth = 3;
const characterWidth = 7;
const labelPadding = 12;

export interface RowLayout {
  /** The bars of its tries, on the line of the whole. */
  tries?: readonly { left: number; width: number; failed: boolean }[];
  left: number;
  width: number;
  label: { text: string; side: "left" | "right"; room: number } | undefined;
}

/** Where a row's bar and its label are drawn. Ends far outside the view are cut, so that numbers stay small. */
export function rowLayout(row: TimelineRow, scale: TimeScale, now: number): RowLayout {
  const left = Math.max(-minBarWidth, scale.toPixels(row.from));
  const right = Math.min(scale.width + minBarWidth, scale.toPixels(row.to ?? now));
  const width = Math.max(minBarWidth, right - left);
  return {
    left,
    width,
    tries: row.attempts && triesOf(row.attempts, scale),
    label: labelOf(row, now, left, Math.max(0, scale.width - left - width)),
  };
}

function triesOf(attempts: readonly AttemptView[], scale: TimeScale): RowLayout["tries"] {
  return attempts.flatMap(({ at, until = at, failed }) => {
    if (at === undefined || until === undefined) return [];
    const left = Math.max(-minBarWidth, scale.toPixels(at));
    const right = Math.min(scale.width + minBarWidth, scale.toPixels(until));
    return right < 0 || left > scale.width ? [] : [{ left, width: Math.max(minBarWidth, right - left), failed }];
  });
}

/** The longest label that fits on one side of the bar. A part of a duration would be misread. */
function labelOf(row: TimelineRow, now: number, before: number, behind: number): RowLayout["label"] {
  const text = rowLabels(row, now).find((each) => Math.max(before, behind) >= widthOf(each));
  if (text === undefined) return undefined;
  const fitsRight = behind >= widthOf(text);
  const isLeft = before >= widthOf(text) && (!fitsRight || row.to === undefined);
  return isLeft ? { text, side: "left", room: before } : { text, side: "right", room: behind };
}

function widthOf(text: string): number {
  return text.length * characterWidth + labelPadding;
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
  return parts.length < 2 ? parts : [parts.join(row.kind === "model" ? " · " : ", "), ...parts.slice(0, 1)];
}

/** *name, duration, state*: what a screen reader says of a row. It does not tick. */
export function rowName(row: TimelineRow): string {
  const isSaid = row.state === "done" || row.step?.kind === "paused";
  const outcome = row.spoken ?? row.outcome;
  const place = row.step?.extra ? "only in local runs" : "";
  return [row.name, spanOf(row), outcome ?? (isSaid ? "" : row.state), place].filter(Boolean).join(", ");
}

/** How long a row took, in words. Empty while it runs, and without a known end or duration. */
export function spanOf({ from, to }: TimelineRow): string {
  return to === undefined || to === from ? "" : formatDuration(to - from);
}

function unfinished({ state }: TimelineRow): string {
  return state === "unfinished" ? state : "";
}
