import type { Run } from "../../api/schemas.ts";
import { oneLine } from "../../base/text/oneLine.ts";
import { countOf } from "../../model/counts.ts";
import { formatDuration } from "../../model/duration.ts";
import { withShortPlaceholders } from "../../model/placeholders.ts";
import type { GoldenCheck, GoldenTest } from "../../runFiles/golden/goldenTypes.ts";
import { blockedText, runBlock } from "../labels/blockedRun.ts";
import { errorSummary } from "../labels/errorSummary.ts";
import { stepParts } from "../story/stepParts.ts";
import type { StoryStep } from "../story/storySteps.ts";
import type { Cover } from "../values/cover.ts";
import { answerOf, type CheckedRun, checkedRun, ownDuration, stepRef } from "./checks/checkedRun.ts";
import { type Finding, passed } from "./checks/finding.ts";
import { checkOutput, type MatchOf } from "./checks/outputCheck.ts";
import { type Matched, PatternMatches } from "./checks/patternMatches.ts";
import { shownValue } from "./checks/shownValue.ts";
import { checkTool, checkTools } from "./checks/toolChecks.ts";
import type { CheckResult } from "./goldenResult.ts";

/** A longer reason fills the row, in characters. */
const longestReason = 200;

type CheckOf<K extends GoldenCheck["kind"]> = Extract<GoldenCheck, { kind: K }>;

/**
 * Looks at a run that has ended; one result for each check of the test, or of a turn.
 *
 * @param steps all steps of its story
 * @param cover covers secrets in the results
 * @param patterns one for all runs of the test
 */
export function evaluateChecks(
  test: Pick<GoldenTest, "checks">,
  run: Run,
  steps: readonly StoryStep[],
  cover?: Cover,
  patterns = new PatternMatches(),
): CheckResult[] {
  const checks = withShortPlaceholders(test.checks);
  const whole = checkedRun(run, steps);
  let coveredRun: CheckedRun | undefined;
  const ignored = checks.flatMap((check) =>
    check.kind === "output" && check.expects.kind === "ignored" ? [check.path] : [],
  );
  return checks.map((check, index) => {
    // A check has one expression. What it found in the run itself stays when its values are covered.
    let matched: Matched | undefined;
    const matchOf: MatchOf = (pattern, text) => (matched ??= patterns.of(pattern, text));
    let finding = findingOf(check, whole, ignored, matchOf);
    if (cover && finding.sentence !== "") {
      // The words for a failure quote and cut values, which have to be covered before.
      coveredRun ??= checkedRun(cover.value(run), cover.value(steps));
      const again = findingOf(cover.value(check), coveredRun, ignored, matchOf);
      finding = again.sentence === "" ? { sentence: "a value that is covered isn't as expected" } : again;
    }
    const isIgnored = check.kind === "output" && check.expects.kind === "ignored";
    return {
      index,
      place: check.place,
      passed: finding.sentence === "",
      ...(isIgnored ? { ignored: true as const } : {}),
      ...finding,
    };
  });
}

function findingOf(
  check: GoldenCheck,
  whole: CheckedRun,
  ignored: Parameters<typeof checkOutput>[2],
  matchOf: MatchOf,
): Finding {
  switch (check.kind) {
    case "output":
      return checkOutput(check, whole, ignored, matchOf);
    case "status":
      return checkStatus(check, whole);
    case "blocked":
      return checkBlocked(check, whole);
    case "tools":
      return checkTools(check, whole);
    case "tool":
      return checkTool(check, whole);
    case "steps":
      return checkSteps(check, whole);
    case "duration":
      return checkDuration(check, whole);
    case "answer":
      return checkAnswer(check, whole, matchOf);
  }
}

function checkStatus({ status }: CheckOf<"status">, { run, steps }: CheckedRun): Finding {
  if (run.status === status) return passed;
  const reason = run.status === "failed" ? oneLine(errorSummary(run.error).message, longestReason) : "";
  const position = steps.findLastIndex((step) => stepParts(step).failed);
  const step = steps[position];
  return {
    sentence: `status is ${run.status}, expected ${status}${reason === "" ? "" : `: ${reason.replace(/\.$/, "")}`}`,
    expected: status,
    actual: run.status,
    expectedValue: status,
    actualValue: run.status,
    ...(step && run.status === "failed" ? { step: stepRef(step, position) } : {}),
  };
}

function checkBlocked({ blocked }: CheckOf<"blocked">, { run, steps }: CheckedRun): Finding {
  const block = runBlock(run, steps);
  if ((block !== undefined) === blocked) return passed;
  const words = (is: boolean): string => (is ? "blocked" : "not blocked");
  const sentence = block
    ? `run was ${blockedText(block.by).replace("B", "b")}, expected no block`
    : "run wasn't blocked, expected a hook to block it";
  const position = block?.step === undefined ? -1 : steps.indexOf(block.step);
  return {
    sentence,
    ...{ expected: words(blocked), actual: words(!blocked) },
    ...(block?.step && position >= 0 ? { step: stepRef(block.step, position) } : {}),
  };
}

function checkSteps({ atMost, failed }: CheckOf<"steps">, { steps }: CheckedRun): Finding {
  const failures = steps.flatMap((step, position) => (stepParts(step).failed ? [stepRef(step, position)] : []));
  if (failed !== undefined && failures.length > failed) {
    const step = failures[failed];
    return {
      sentence: `${countOf(failures.length, "step")} failed, expected ${failed === 0 ? "none" : `at most ${failed}`}`,
      expected: `at most ${failed}`,
      actual: String(failures.length),
      ...(step ? { step } : {}),
    };
  }
  const over = atMost === undefined ? undefined : steps[atMost];
  if (atMost === undefined || !over) return passed;
  return {
    sentence: `${countOf(steps.length, "step")}, expected at most ${atMost}`,
    expected: `at most ${atMost}`,
    actual: String(steps.length),
    expectedValue: `at most ${atMost}`,
    actualValue: String(steps.length),
    step: stepRef(over, atMost),
  };
}

function checkDuration({ atMost, text }: CheckOf<"duration">, { steps }: CheckedRun): Finding {
  const duration = ownDuration(steps);
  if (duration !== undefined && duration <= atMost) return passed;
  const took = duration === undefined ? "the app sent no times" : `took ${formatDuration(duration)}`;
  return {
    sentence: `${took}, expected at most ${text}`,
    expected: `at most ${text}`,
    actual: duration === undefined ? "" : formatDuration(duration),
    ...slowest(steps),
  };
}

/** The step that took longest without a person. */
function slowest(steps: readonly StoryStep[]): Pick<Finding, "step"> {
  let found = -1;
  let longest = 0;
  for (const [position, step] of steps.entries()) {
    const took = step.kind === "tool" ? (step.duration ?? 0) : 0;
    if (took > longest) [found, longest] = [position, took];
  }
  const step = steps[found];
  return step ? { step: stepRef(step, found) } : {};
}

function checkAnswer({ contains, matches }: CheckOf<"answer">, whole: CheckedRun, matchOf: MatchOf): Finding {
  const answer = answerOf(whole);
  if (contains !== undefined && !answer.includes(contains)) {
    return { sentence: `the answer doesn't contain ${shownValue(contains)}`, expected: contains, actual: answer };
  }
  const matched = matches === undefined || matchOf(matches, answer);
  if (matches === undefined || matched === true) return passed;
  const wrong = matched === false ? `doesn't match ${shownValue(matches)}` : `can't be checked: ${matched.problem}`;
  return { sentence: `the answer ${wrong}`, expected: matches, actual: answer };
}
