import type { StoryStep } from "#runs/story/storySteps.ts";

/** The steps of a story as far as a comparison needs them; `StepList` and a plain list are such steps. */
export interface ComparedSteps {
  readonly length: number;
  slice(from?: number, to?: number): readonly StoryStep[];
}

/** A run as far as a comparison needs it. */
export interface ComparedRun {
  readonly steps: ComparedSteps;
  /** What it was started with, and what it gave back. Absent where only the steps are compared. */
  readonly run?: { readonly input?: unknown; readonly output?: unknown };
}

/** The input or the output of a run, which are compared like steps and have no number. */
export interface ValueStep {
  readonly kind: "input" | "output";
  readonly value: unknown;
}

/** Which part of a step differs. The result of a call, of a failure and of raw data is its `result`. */
export type ChangedPart = "speaker" | "arguments" | "result" | "text" | "status";

/** How long a step of each run took, in milliseconds; `undefined` where that is unknown or makes no sense. */
export interface RowTimes {
  readonly a?: number;
  readonly b?: number;
}

interface Pair {
  /** The position of the step in story A, from 0; people count from 1. */
  readonly a: number;
  /** The position of the step in story B. */
  readonly b: number;
}

/** One row: two steps side by side, one without a partner, or the inputs or outputs of both runs. */
export type ComparisonRow = StepRow | ValueRow;

/** The inputs or the outputs of both runs. */
export type ValueRow = { readonly times: RowTimes; readonly value: ValueStep["kind"] } & {
  readonly a?: undefined;
  readonly b?: undefined;
} & ({ readonly kind: "equal" } | { readonly kind: "changed"; readonly parts: readonly ChangedPart[] });

type StepRow = { readonly times: RowTimes; readonly value?: undefined } & (
  | ({ readonly kind: "equal" } & Pair)
  | ({ readonly kind: "changed"; readonly parts: readonly ChangedPart[] } & Pair)
  | { readonly kind: "onlyInA"; readonly a: number; readonly b?: undefined }
  | { readonly kind: "onlyInB"; readonly a?: undefined; readonly b: number }
  /** One of the two rows of a step that stands elsewhere in the other story. Both rows name both positions. */
  | ({
      readonly kind: "moved";
      /** The story whose step this row shows. */
      readonly side: "a" | "b";
      /** What differs besides the position. */
      readonly parts: readonly ChangedPart[];
    } & Pair)
);

/**
 * How many steps there are of each kind, with input and output. A step that moved and changed is one difference, and
 * counts as moved and as changed.
 */
export interface ComparisonCounts {
  readonly equal: number;
  readonly changed: number;
  readonly onlyInA: number;
  readonly onlyInB: number;
  readonly moved: number;
  /** How many of those that moved changed, too. */
  readonly movedAndChanged: number;
  /** The number of all rows but the equal ones. */
  readonly differences: number;
}

/** How long a run took, in milliseconds, as far as its steps have times. */
export interface StoryTimes {
  /** The time from the first event to the last that was heard of. */
  readonly whole: number;
  /** The part in which it waited for a person. */
  readonly waited: number;
  /** The rest. */
  readonly withoutWaits: number;
}

interface FirstDifference {
  readonly row: number;
  /** What differs, in one line without a full stop: `get_policy: region US → EU`. */
  readonly sentence: string;
}

export interface Comparison {
  readonly rows: readonly ComparisonRow[];
  readonly first?: FirstDifference;
  readonly counts: ComparisonCounts;
  readonly times: { readonly a: StoryTimes; readonly b: StoryTimes };
}

/** Whether a row counts as a difference. */
export function isDifference({ kind }: ComparisonRow): boolean {
  return kind !== "equal";
}

/** Whether something differs in a row besides the position of its step. */
export function isChanged(row: ComparisonRow): boolean {
  return "parts" in row && row.parts.length > 0;
}
