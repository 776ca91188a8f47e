import type { IconName } from "../ui/icons.ts";
import type { RowState, TimelineRow } from "./rows/timelineRow.ts";

interface RowIcon {
  name: IconName;
  class: string;
}

const iterationIcons: Record<RowState, RowIcon> = {
  running: { name: "loading", class: "st-started spin" },
  waiting: { name: "bell-dot", class: "st-awaiting_input" },
  paused: { name: "debug-pause", class: "st-paused" },
  done: { name: "check", class: "st-done" },
  failed: { name: "error", class: "st-failed" },
  canceled: { name: "circle-slash", class: "st-canceled" },
  unfinished: { name: "circle-slash", class: "st-canceled" },
  discarded: { name: "circle-slash", class: "st-canceled" },
  skipped: { name: "skip", class: "st-canceled" },
};

const toneOfState: Record<RowState, string> = {
  running: "st-started",
  waiting: "st-awaiting_input",
  paused: "st-paused",
  done: "dim",
  failed: "st-failed",
  canceled: "dim",
  unfinished: "dim",
  discarded: "dim",
  skipped: "dim",
};

/** Only steps that run, wait or failed have a colour. */
export function rowIcon(row: TimelineRow): RowIcon {
  const tone = toneOfState[row.state];
  switch (row.kind) {
    case "speaker":
    case "iteration":
      return iterationIcons[row.state];
    case "tool":
      // It was never made, so it isn't a call like the others.
      if (row.state === "discarded" || row.state === "skipped") return iterationIcons[row.state];
      return { name: row.whole ? "robot" : "tools", class: tone };
    case "text":
      return { name: row.code || row.name !== "Reasoning" ? "comment" : "thinking", class: "dim" };
    case "wait":
      return { name: row.step?.kind === "paused" ? "debug-pause" : "bell", class: tone };
    case "failure":
      return { name: "error", class: tone };
  }
}
