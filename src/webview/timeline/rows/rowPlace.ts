import { formatDuration, formatTicking } from "../../../model/duration.ts";
import type { TimeScale } from "../scale/timeScale.ts";
import type { TimelineRow } from "./timelineRow.ts";

/** In pixels: the least width of a bar, and about the width of a label's character. */
const thinnest = 3;
const character = 6.2;
/** The part of a label that has to be visible. */
const leastPart = 0.6;

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
  return { left, width, label: labelOf(rowLabel(row, now), row, left, Math.max(0, scale.width - left - width)) };
}

function labelOf(text: string, row: TimelineRow, before: number, behind: number): RowPlace["label"] {
  if (text === "") return undefined;
  const needed = text.length * character + 12;
  const fitsLeft = before >= needed;
  const fitsRight = behind >= needed;
  const side =
    fitsLeft && (!fitsRight || row.to === undefined) ? "left" : fitsRight || behind >= before ? "right" : "left";
  const room = side === "left" ? before : behind;
  return room < needed * leastPart ? undefined : { text, side, room };
}

/** Whether it is only the span of its parts. */
export function isSpan({ kind }: TimelineRow): boolean {
  return kind === "iteration" || kind === "speaker";
}

/** How long it took, and its result. */
function rowLabel(row: TimelineRow, now: number): string {
  if (row.to === undefined) return isSpan(row) ? "" : `${formatTicking(now - row.from)} so far`;
  return [spanOf(row), row.outcome ?? unfinished(row)].filter(Boolean).join(", ");
}

/** *name, duration, state*: what a screen reader says of a row. It does not tick. */
export function rowName(row: TimelineRow): string {
  return [row.name, spanOf(row), row.outcome ?? (row.step?.kind === "paused" ? "" : stateWords[row.state])]
    .filter(Boolean)
    .join(", ");
}

/** Empty while it runs, and without a known end or duration. */
export function spanOf({ from, to }: TimelineRow): string {
  return to === undefined || to === from ? "" : formatDuration(to - from);
}

const stateWords: Record<TimelineRow["state"], string> = {
  running: "running",
  waiting: "waiting",
  paused: "paused",
  done: "",
  failed: "failed",
  canceled: "canceled",
  unfinished: "did not finish",
  discarded: "discarded",
  skipped: "skipped",
};

function unfinished(row: TimelineRow): string {
  return row.state === "unfinished" ? stateWords.unfinished : "";
}
