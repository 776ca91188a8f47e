import type { Run } from "#api/schemas.ts";
import { withShortPlaceholders } from "#model/placeholders.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { Cover } from "#runs/values/cover.ts";
import { type CheckedRun, checkedRun } from "./checks/checkedRun.ts";
import { kindOf } from "./checks/checkTable.ts";
import { type Matched, PatternMatches } from "./checks/patternMatches.ts";
import type { GoldenTest } from "./file/goldenTypes.ts";
import type { CheckResult } from "./goldenResult.ts";

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
    const matchOf = (pattern: string, text: string): Matched => (matched ??= patterns.of(pattern, text));
    let finding = kindOf(check).evaluate(check, whole, { ignored, matchOf });
    if (cover && finding.sentence !== "") {
      // The words for a failure quote and cut values, which have to be covered before.
      coveredRun ??= checkedRun(cover.value(run), cover.value(steps));
      const again = kindOf(check).evaluate(cover.value(check), coveredRun, { ignored, matchOf });
      finding = again.sentence === "" ? { sentence: "a value that contains a secret isn't as expected" } : again;
    }
    const isIgnored = check.kind === "output" && check.expects.kind === "ignored";
    return { index, range: check.range, passed: finding.sentence === "", ignored: isIgnored || undefined, ...finding };
  });
}
