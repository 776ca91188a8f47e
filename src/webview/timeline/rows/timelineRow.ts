import type { StepView } from "../../../protocol/storyViews.ts";

export type RowKind = "speaker" | "iteration" | "text" | "tool" | "wait" | "failure";
export type RowState =
  | "running"
  | "waiting"
  | "paused"
  | "done"
  | "failed"
  | "canceled"
  | "unfinished"
  | "discarded"
  | "skipped";

/** A line of the waterfall. Times are milliseconds on the story's clock. */
export interface TimelineRow {
  id: string;
  kind: RowKind;
  name: string;
  /** The name is the document's own word. */
  code: boolean;
  /** How deep it stands, from 1 on. */
  level: number;
  /** The row that it is a part of: a speaker, an iteration, or a call that asked another agent. */
  parent?: string;
  /** It has parts of its own. */
  whole?: true;
  /** The item of the story that it leads to. */
  sequence: number;
  from: number;
  /** Absent while it goes on. */
  to?: number;
  state: RowState;
  /** What came of a wait: *approved*. */
  outcome?: string;
  /** Absent for a speaker and an iteration. */
  item?: StepView;
}
