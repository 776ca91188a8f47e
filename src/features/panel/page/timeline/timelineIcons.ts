import { callStates } from "../../../../model/callStates.ts";
import type { Look } from "../../../../ui/Icon.tsx";
import { isVoid, type RowState, type TimelineRow } from "./rows/timelineRow.ts";

const looks: Record<RowState, Look> = {
  ...callStates,
  waiting: { icon: "bell-dot", tone: "wait" },
  paused: { icon: "debug-pause", tone: "wait" },
  done: callStates.finished,
  canceled: { icon: "circle-slash", tone: "idle" },
};

/** Only steps that run, wait or failed have a colour. */
export function rowIcon(row: TimelineRow): Look {
  const { tone } = looks[row.state];
  switch (row.kind) {
    case "speaker":
    case "iteration":
      return looks[row.state];
    case "tool":
      // It was never made, so it isn't a call like the others.
      if (isVoid(row.state)) return looks[row.state];
      return { icon: row.icon ?? (row.whole ? "robot" : "tools"), tone };
    case "text":
      return { icon: row.code || row.name !== "Reasoning" ? "comment" : "thinking", tone: "idle" };
    case "model":
      return { icon: "comment-discussion", tone };
    case "wait":
      return { icon: row.step?.kind === "paused" ? "debug-pause" : "bell", tone };
    case "failure":
      return { icon: "error", tone };
  }
}
