import type { CallState } from "#model/callStates.ts";
import type { IconName } from "#ui/icons.ts";
import type { AttemptView, StepView } from "#workbench/panel/page/storyViews.ts";

export type RowState = Exclude<CallState, "finished"> | "waiting" | "paused" | "done" | "canceled";

/** A line of the waterfall. Times are milliseconds on the story's clock. */
export interface TimelineRow {
  id: string;
  kind: "speaker" | "iteration" | "text" | "model" | "tool" | "wait" | "failure";
  name: string;
  /** Whether the name is set in monospace. */
  code: boolean;
  level: number;
  /** The row that contains it: a speaker, an iteration, or a call that started another agent. */
  parent?: string;
  /** Set when it has parts of its own. */
  whole?: true;
  sequence: number;
  from: number;
  /** Absent while it runs. */
  to?: number;
  state: RowState;
  /** The icon of a node that is no tool. */
  icon?: IconName;
  /** The result of a wait, *approved*, that a call was *mocked*, or what a model call cost. */
  outcome?: string;
  /** The words for a screen reader, where it is said in other words. */
  spoken?: string;
  /** The tries of a call that was retried. */
  attempts?: readonly AttemptView[];
  /** Absent for a speaker and an iteration. */
  step?: StepView;
}

/** Whether a call was discarded, skipped, blocked or declined. */
export function isVoid(state: RowState): boolean {
  return state === "discarded" || state === "skipped" || state === "blocked" || state === "declined";
}
