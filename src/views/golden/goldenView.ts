import type { Run } from "../../api/schemas.ts";
import { countOf, formatCount } from "../../model/counts.ts";
import { parseTime } from "../../model/isoTime.ts";
import { formatDay } from "../../model/times.ts";
import type { GoldenView } from "../../protocol/goldenViews.ts";
import type { GoldenTest } from "../../runFiles/golden/goldenTypes.ts";
import { compareStories } from "../../runs/compare/compareStories.ts";
import { isDifference } from "../../runs/compare/comparison.ts";
import { acceptedRule } from "../../runs/golden/accept/acceptedRule.ts";
import type { CheckResult, GoldenRunResult } from "../../runs/golden/goldenResult.ts";
import type { StoryStep } from "../../runs/story/storySteps.ts";
import { goldenMarks } from "./goldenMarks.ts";

type Steps = readonly StoryStep[];

/** A run of a golden test that has ended. */
export interface TestedRun {
  /** As it was when it ran. */
  test: GoldenTest;
  result: GoldenRunResult;
  run: Run;
  steps: Steps;
}

/** More marks would make a long message that nobody reads: the comparison has them all. */
const mostMarks = 1_000;

/**
 * The banner of a run whose checks have failed, and the marks at its steps.
 *
 * @param golden the steps of the golden run, if there is one that can be read
 * @param now in milliseconds since the epoch
 */
export function goldenView(tested: TestedRun, golden: Steps | undefined, now: number): GoldenView {
  const { test, result } = tested;
  const failed = result.checks.filter(({ passed }) => !passed);
  const base = { canCompare: golden !== undefined, canAccept: canAccept(tested, failed) };
  const compared = golden && comparedView(tested, golden, now);
  if (compared) return { ...base, ...compared };
  const [first] = failed;
  const step = first?.step && stepAt(tested.steps, first.step.number - 1);
  const more = failed.length > 1 ? `, and ${countOf(failed.length - 1, "other check")} failed` : "";
  return {
    ...base,
    lead: "Golden test failed",
    text: [{ text: `: ${test.name}. ${first?.sentence ?? ""}${more}.` }],
    ...(step ? { step } : {}),
    marks: [],
  };
}

type Compared = Pick<GoldenView, "lead" | "text" | "step" | "marks">;

/** `undefined` without a difference: the checks failed for another reason. */
function comparedView({ test, steps }: TestedRun, golden: Steps, now: number): Compared | undefined {
  const { rows, counts } = compareStories(golden, steps);
  const at = rows.findIndex(isDifference);
  const row = rows[at];
  if (!row) return undefined;
  // A step that only the golden run has is missing after the step before it.
  const isMissing = row.b === undefined || (row.kind === "moved" && row.side === "a");
  const position = isMissing ? (rows.slice(0, at).findLast(({ b }) => b !== undefined)?.b ?? 0) : row.b;
  const step = stepAt(steps, position);
  const finished = parseTime(test.goldenRun?.finished);
  const day = finished === undefined ? "" : ` of ${formatDay(finished, now)}`;
  const first = step ? `, the first ${isMissing ? "after" : "at"} step ${formatCount(step.number)}` : "";
  const marks = goldenMarks(rows, golden, steps, mostMarks);
  const cut = marks.length < mostMarks ? "" : ` The first ${formatCount(mostMarks)} are marked below.`;
  return {
    lead: "Compared with golden run",
    text: [{ text: `${day}: ${countOf(counts.differences, "difference")}${first}.${cut}` }],
    ...(step ? { step } : {}),
    marks,
  };
}

function stepAt(steps: Steps, position: number): GoldenView["step"] {
  const step = steps[position];
  return step && { number: position + 1, sequence: step.sequence };
}

function canAccept({ test, run, steps }: TestedRun, failed: readonly CheckResult[]): boolean {
  return failed.some(({ index }) => {
    const check = test.checks[index];
    return check !== undefined && "rule" in acceptedRule(check, run, steps);
  });
}
