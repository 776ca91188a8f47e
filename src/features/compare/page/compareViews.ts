import type { StepKind } from "#model/stepKinds.ts";
import type { MarkedPiece } from "#runs/compare/bodies/wordDifferences.ts";
import type { TextPiece } from "#ui/textPiece.ts";

/** The two runs of a comparison: A is on the left. */
export type Side = "a" | "b";

/**
 * How a row compares. `onlyA` and `onlyB` have no partner. A moved step has two rows: `movedA` at its position in A,
 * `movedB` at its position in B.
 */
export type RowKind = "equal" | "changed" | "onlyA" | "onlyB" | "movedA" | "movedB";

/** A row without its content. */
export interface CompareRow {
  kind: RowKind;
  /** The number of the step that it has of a run, counted from 1; 0 where it has none. */
  a: number;
  b: number;
  /** How long its steps took in milliseconds, as far as it is known. */
  times: { a?: number; b?: number };
  /** For a moved row: the row of the same step in the other run. */
  partner?: number;
  /** Set for a moved row whose step differs in more than its position. */
  changed?: true;
}

export type CompareRows = readonly CompareRow[];

/** Whether a row holds the inputs or the outputs of both runs, which have no number. */
export function isRunValue(row: CompareRow | undefined): boolean {
  return row?.a === 0 && row.b === 0;
}

export function isMoved(kind: RowKind): boolean {
  return kind === "movedA" || kind === "movedB";
}

/** A line of indented JSON or text. */
export type DiffLine =
  | { pieces: readonly MarkedPiece[]; differs: boolean }
  /** Number of equal lines that are left out here. */
  | { skipped: number };

/** A side of a call as far as it matters for the comparison. */
export interface DiffBlock {
  label: string;
  lines: readonly DiffLine[];
  /** How many more lines there are, which are not shown. */
  more?: number;
  json?: true;
}

/** A step of one run, as its column shows it. */
export interface StepCell {
  icon: StepKind;
  /** The speaker, if it differs. */
  who?: string;
  /** A tool, or an event type, in monospace. */
  name?: string;
  /** A summary, in one line after the name. */
  summary?: string;
  /** Prose instead of name and summary; a long one is cut. */
  text?: readonly MarkedPiece[];
  blocks?: readonly DiffBlock[];
  /** *1.84 s*. */
  duration?: string;
}

/** The content of a row. It is requested when the row comes into view. */
export interface RowBody {
  a?: StepCell;
  b?: StepCell;
  /** The name of the step for a screen reader: *get_policy*, *text*. */
  name: string;
  /** B's time without A's: *+6 ms*; bold when it is much. */
  time?: { text: string; large: boolean };
  /** The difference, in one sentence: *region US → EU*. */
  changes?: string;
}

export interface SideHead {
  runId: string;
  /** *Golden run, 12 November*. */
  title: string;
  /** The status as the API sent it; absent before the run was read. */
  status?: string;
  /** The status for a screen reader. */
  statusWord?: string;
  blockedBy?: string;
  /** *8c2c8e2e*, *38 steps*. */
  facts: readonly string[];
  /** Set for an exported run that had not ended and doesn't change. */
  asOf?: string;
  /** What VS Code needs for the run's menu; absent for an exported run. */
  menu?: string;
}

/** How many steps there are of a kind. One that moved and changed counts as both. */
export type KindCounts = Readonly<Record<"changed" | "onlyA" | "onlyB" | "moved", number>>;

/** All that the page shows but the rows. */
export interface CompareView {
  title: string;
  /** *First difference at step 6*, *No differences*, *No differences so far*. */
  headline: string;
  sentence: readonly TextPiece[];
  /** The row with the first difference, and what differs in it: *step 6, different arguments*. */
  first?: { row: number; text: string };
  counts: KindCounts;
  connections: readonly { name: string; production: boolean; side?: Side }[];
  /** *A was chosen for the same input*. */
  chosen?: string;
  /** *IDs and times are ignored*. */
  rule: string;
  heads: Readonly<Record<Side, SideHead>>;
  /** How long both took: *4:31 → 0:34* and *−3 min 57 s*. */
  times?: { text: string; difference: string };
  /** `changed`: a run has gone on since they were compared, so that *Refresh* compares them anew. */
  live: { word: string; going: boolean; changed: boolean; text: string };
  /** Why a run can't be read any further: one sentence, with *Retry*. Everything that was read stays. */
  banner?: { text: string; side: Side };
}
