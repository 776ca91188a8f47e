import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import type { GoldenRunResult, RunFailure } from "#features/golden/core/goldenResult.ts";

/**
 * One result of the turns that were sent: it ends as the last of them did, has the checks of all, and says in which
 * turn something is.
 *
 * @param results one for each turn, from the first on, at least one
 */
export function conversationResult(test: GoldenTest, results: readonly GoldenRunResult[]): GoldenRunResult {
  const last = results.at(-1)!;
  const turn = results.length;
  const turnRuns = results.flatMap(({ runId }) => runId ?? []);
  const { firstDifference } = last;
  return {
    ...last,
    runId: turnRuns.at(-1),
    turnRuns: turnRuns.length > 0 ? turnRuns : undefined,
    checks: checksOf(test, results),
    duration: durationOf(results),
    mocked: mockedOf(results),
    firstDifference: firstDifference && { ...firstDifference, turn },
    failure: last.failure && failureIn(test, turn, last.failure),
  };
}

/** Results count the checks of all turns. */
function checksOf({ turns }: GoldenTest, results: readonly GoldenRunResult[]): GoldenRunResult["checks"] {
  let before = 0;
  return results.flatMap(({ checks }, index) => {
    const first = before;
    before += turns[index]?.checks.length ?? 0;
    return checks.map((check) => ({ ...check, index: first + check.index, turn: index + 1 }));
  });
}

function failureIn({ turns }: GoldenTest, turn: number, failure: RunFailure): RunFailure {
  const range = failure.range ?? turns[turn - 1]?.request.range;
  return { ...failure, sentence: `Turn ${turn}: ${failure.sentence}`, range };
}

function durationOf(results: readonly GoldenRunResult[]): number | undefined {
  const durations = results.flatMap(({ duration }) => duration ?? []);
  return durations.length === 0 ? undefined : durations.reduce((sum, each) => sum + each, 0);
}

function mockedOf(results: readonly GoldenRunResult[]): string[] | undefined {
  const names = new Set(results.flatMap(({ mocked = [] }) => mocked));
  return names.size === 0 ? undefined : [...names];
}
