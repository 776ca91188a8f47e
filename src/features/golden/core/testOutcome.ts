import { capital } from "#base/text/capital.ts";
import { listed } from "#base/text/listed.ts";
import { countOf } from "#model/counts.ts";
import type { GoldenTest } from "./file/goldenTypes.ts";
import type { CheckFailure, CheckResult, GoldenRunResult, StepOfTurn, TestOutcome } from "./goldenResult.ts";

/** The outcome of a test, from its runs. @param variesAt the first step at which they differ, if it is known */
export function testOutcome(test: GoldenTest, runs: readonly GoldenRunResult[], variesAt?: StepOfTurn): TestOutcome {
  const { name, range, nameRange, repeat } = test;
  const failures = checkFailures(test, runs);
  const failure = runs.find((run) => run.failure)?.failure;
  const kind = outcomeKind(runs, repeat.atLeast);
  return {
    test: { name, range, nameRange },
    kind,
    description: [describe(test, kind, runs, variesAt), mockedWords(runs)].filter((text) => text !== "").join("; "),
    runs: [...runs],
    failures,
    variesAt,
    failure,
  };
}

/**
 * The problem in one run, with its step: `Step 11, issue_refund: input.amount is 620, expected 480`. In a conversation
 * also with its turn: `Turn 2, step 11, …`.
 */
function failureSentence({ sentence, turn, step }: CheckResult): string {
  const where = [
    ...(turn === undefined ? [] : [`turn ${turn}`]),
    ...(step ? [`step ${step.number}, ${step.name}`] : []),
  ].join(", ");
  return where === "" ? sentence : `${capital(where)}: ${sentence}`;
}

function outcomeKind(runs: readonly GoldenRunResult[], atLeast: number): TestOutcome["kind"] {
  const count = (kind: GoldenRunResult["kind"]): number => runs.filter((run) => run.kind === kind).length;
  if (count("passed") >= atLeast) return "passed";
  if (count("canceled") > 0) return "canceled";
  return count("failed") > 0 ? "failed" : "errored";
}

function describe(
  { repeat }: GoldenTest,
  kind: TestOutcome["kind"],
  runs: readonly GoldenRunResult[],
  variesAt: StepOfTurn | undefined,
): string {
  if (repeat.times === 1) return describeRun(runs[0]);
  const passed = `${runs.filter((run) => run.kind === "passed").length} of ${repeat.times} passed`;
  if (kind === "canceled") return `${passed}, canceled`;
  if (kind !== "passed") return `${passed}, needs ${repeat.atLeast}`;
  if (!variesAt) return passed;
  const turn = variesAt.turn === undefined ? "" : `turn ${variesAt.turn}, `;
  return `${passed}, runs differ at ${turn}step ${variesAt.number}`;
}

/** A passed test says little about calls that were never executed. */
function mockedWords(runs: readonly GoldenRunResult[]): string {
  const names = [...new Set(runs.flatMap(({ mocked = [] }) => mocked))];
  if (names.length === 0) return "";
  const more = names.length > maxValues ? ` and ${names.length - maxValues} more` : "";
  return `mocked: ${names.slice(0, maxValues).join(", ")}${more}`;
}

function describeRun(run: GoldenRunResult | undefined): string {
  switch (run?.kind) {
    case "failed": {
      const check = run.checks.find(({ passed }) => !passed);
      const sentence = check?.turn === undefined ? check?.sentence : failureSentence(check);
      return sentence ?? run.failure?.sentence ?? "";
    }
    case "errored":
      return run.failure?.sentence ?? "";
    case "canceled":
      return "canceled";
    default:
      return "";
  }
}

function checkFailures(
  { repeat, checks, isConversation }: GoldenTest,
  runs: readonly GoldenRunResult[],
): CheckFailure[] {
  return checks.flatMap(({ range }, index) => {
    const results = runs.flatMap(({ attempt, runId = "", checks: all }) => {
      const result = all.find((each) => each.index === index && !each.passed);
      return result ? [{ attempt, runId, result }] : [];
    });
    const [first] = results;
    if (!first) return [];
    const message =
      repeat.times === 1
        ? failureSentence(first.result)
        : overRuns(
            results.map(({ result }) => result),
            countOf(repeat.times, isConversation ? "conversation" : "run"),
          );
    return [{ index, range, message, results }];
  });
}

/** `Expected 480, got 620 in 3 runs and 600 in 1`, where the failures are of one form. */
function overRuns(results: readonly CheckResult[], all: string): string {
  const [first] = results;
  const expected = first?.expectedValue;
  const actual = results.map(({ actualValue }) => actualValue);
  const isOneForm = expected !== undefined && results.every(({ expectedValue }) => expectedValue === expected);
  if (!first || !isOneForm || actual.includes(undefined)) {
    return `${first ? failureSentence(first) : ""}, in ${results.length} of ${all}`;
  }
  const counts = new Map<string, number>();
  for (const value of actual) counts.set(value ?? "", (counts.get(value ?? "") ?? 0) + 1);
  const values = [...counts].sort(([, one], [, other]) => other - one);
  const told = values.slice(0, maxValues).map(([value, count], index) => {
    return index === 0 ? `${value} in ${countOf(count, "run")}` : `${value} in ${count}`;
  });
  const rest = values.slice(maxValues).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) told.push(`others in ${rest}`);
  const turn = first.turn === undefined ? "" : `Turn ${first.turn}: `;
  return `${turn}Expected ${expected}, got ${listed(told)}`;
}

/** How many different values a line names. More would fill it. */
const maxValues = 3;
