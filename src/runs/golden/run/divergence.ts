import { rowSentence } from "../../compare/bodies/rowSentence.ts";
import { compareStories } from "../../compare/compareStories.ts";
import { type ComparisonRow, isDifference } from "../../compare/comparison.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import { stepRef } from "../checks/checkedRun.ts";
import type { StepRef } from "../goldenResult.ts";

type Steps = readonly StoryStep[];

/** A step at which a run went another way. Its number is that of the run, or of the other one where only that has it. */
export type Divergence = StepRef & { sentence: string };

/**
 * The first step at which an agent did something else: another call, other arguments, another order. Where there is
 * none, the first one that differs at all, unless only behaviour counts: a model's words are never the same twice.
 */
export function firstDivergence(reference: Steps, steps: Steps, onlyBehaviour = false): Divergence | undefined {
  const { rows } = compareStories(reference, steps);
  const isOther = (row: ComparisonRow): boolean => isBehaviour(row, reference, steps);
  const row = rows.find(isOther) ?? (onlyBehaviour ? undefined : rows.find(isDifference));
  if (!row) return undefined;
  const step = row.b === undefined ? reference[row.a ?? 0] : steps[row.b];
  const position = row.b ?? row.a ?? 0;
  return step && { ...stepRef(step, position), sentence: rowSentence(row, reference, steps) };
}

function isBehaviour(row: ComparisonRow, reference: Steps, steps: Steps): boolean {
  if (row.kind === "equal" || row.kind === "notReached") return false;
  const step = row.a === undefined ? steps[row.b ?? 0] : reference[row.a];
  if (step?.kind === "text" || step?.kind === "notice") return false;
  return row.kind !== "changed" || row.parts.some((part) => part !== "text" && part !== "result");
}
