import { acceptedRule } from "#features/golden/core/acceptance.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { turnOf, type CheckResult, type GoldenRunResult } from "#features/golden/core/goldenResult.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import { formatDay } from "#model/times.ts";
import { compareStories } from "#runs/compare/compareStories.ts";
import { isDifference } from "#runs/compare/comparison.ts";
import type { NoteView } from "#workbench/panel/page/noteViews.ts";
import type { EndedRun } from "./endedRun.ts";
import { bannerButtons } from "./goldenActs.ts";
import { type GoldenMark, goldenMarks, withIcon } from "./goldenMarks.ts";

interface TestedRun extends EndedRun {
  /** The test as it was when it ran. */
  test: GoldenTest;
  result: GoldenRunResult;
}

/** How many marks are sent. More would make a long message that nobody reads: the comparison has them all. */
const maxMarks = 1_000;

/**
 * The banner of a run whose checks have failed, and the marks at its steps.
 *
 * @param golden the golden run, if there is one that can be read
 * @param now in milliseconds since the epoch
 */
export function goldenView(tested: TestedRun, golden: EndedRun | undefined, now: number): NoteView {
  const { test, result } = tested;
  const failed = result.checks.filter(({ passed }) => !passed);
  const acts = bannerButtons({ compare: golden !== undefined, accept: canAccept(tested, failed) });
  const base = { name: "Golden test", icon: "beaker", acts } as const;
  const compared = golden && comparedView(tested, golden, now);
  if (compared) return { ...base, ...compared };
  const [first] = failed;
  const step = first?.step && stepAt(tested.steps, first.step.number - 1);
  const more = failed.length > 1 ? `, and ${countOf(failed.length - 1, "other check")} failed` : "";
  return {
    ...base,
    lead: "Golden test failed",
    text: [{ text: `: ${test.name}. ${first?.sentence ?? ""}${more}.` }],
    step,
    marks: brokenChecks(failed).map(withIcon),
  };
}

/** A mark at each step whose call broke a check, with all that it broke. */
function brokenChecks(failed: readonly CheckResult[]): GoldenMark[] {
  const sentences = new Map<string, string[]>();
  for (const { step, sentence } of failed.slice(0, maxMarks))
    if (step) sentences.set(step.id, [...(sentences.get(step.id) ?? []), sentence]);
  return [...sentences].map(([id, all]) => ({
    id,
    kind: "broken",
    text: [{ text: `Golden test: ${all.join("; ")}` }],
  }));
}

type Compared = Pick<NoteView, "lead" | "text" | "step" | "marks">;

/** `undefined` without a difference: the checks failed for another reason. */
function comparedView(tested: TestedRun, golden: EndedRun, now: number): Compared | undefined {
  const { test, result, steps } = tested;
  const { rows, counts } = compareStories(golden, tested);
  const at = rows.findIndex(isDifference);
  const row = rows[at];
  if (!row) return undefined;
  // A step that only the golden run has is missing after the step before it.
  const isMissing = !row.value && (row.b === undefined || (row.kind === "moved" && row.side === "a"));
  const before = rows.slice(0, at).findLast(({ b }) => b !== undefined)?.b ?? 0;
  const step = stepAt(steps, row.value === "output" ? steps.length - 1 : ((isMissing ? before : row.b) ?? 0));
  const finished = parseTime(turnOf(test, result)?.goldenRun?.finished);
  const day = finished === undefined ? "" : ` of ${formatDay(finished, now)}`;
  const difference = row.value
    ? `in the ${row.value}`
    : step && `${isMissing ? "after" : "at"} step ${formatCount(step.number)}`;
  const first = difference === undefined ? "" : `, the first ${difference}`;
  const marks = goldenMarks(rows, golden, tested, maxMarks);
  const cut = marks.length < maxMarks ? "" : ` The first ${formatCount(maxMarks)} are marked below.`;
  return {
    lead: "Compared with golden run",
    text: [{ text: `${day}: ${countOf(counts.differences, "difference")}${first}.${cut}` }],
    step,
    marks: marks.map(withIcon),
  };
}

function stepAt(steps: EndedRun["steps"], position: number): NoteView["step"] {
  const step = steps[position];
  return step && { number: position + 1, sequence: step.sequence };
}

function canAccept({ test, run, steps }: TestedRun, failed: readonly CheckResult[]): boolean {
  return failed.some(({ index }) => {
    const check = test.checks[index];
    return check !== undefined && "check" in acceptedRule(check, run, steps);
  });
}
