import { expect, test } from "vitest";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import type { CheckResult, GoldenRunResult } from "#features/golden/core/goldenResult.ts";
import { testOutcome } from "#features/golden/core/testOutcome.ts";

function goldenTest(repeat = ""): GoldenTest {
  const text = `{"name": "a", "request": {"input": {}}, ${repeat} "checks": [
    {"status": "completed"},
    {"tool": "issue_refund", "input": {"amount": 480}}]}`;
  const [found] = parseGoldenFile(text, "a.golden.json").tests;
  if (!found) throw new Error("The file has no test");
  return found;
}

const { checks } = goldenTest();

function runOf(attempt: number, amount?: number): GoldenRunResult {
  const range = checks[1]?.range ?? { line: 0, column: 0, offset: 0, length: 0 };
  const wrong: CheckResult = {
    index: 1,
    range,
    passed: amount === undefined,
    sentence: amount === undefined ? "" : `input.amount is ${amount}, expected 480`,
    ...(amount === undefined ? {} : { expectedValue: "480", actualValue: String(amount) }),
    step: amount === undefined ? undefined : { id: "9", number: 11, name: "issue_refund" },
  };
  const right: CheckResult = { index: 0, range, passed: true, sentence: "" };
  return { attempt, runId: `run-${attempt}`, kind: amount === undefined ? "passed" : "failed", checks: [right, wrong] };
}

const errored: GoldenRunResult = {
  attempt: 1,
  kind: "errored",
  checks: [],
  failure: { kind: "unreachable", sentence: "The app can't be reached." },
};

test("a test that fails says what is wrong, and its line says in which step", () => {
  const outcome = testOutcome(goldenTest(), [runOf(1, 620)]);
  expect(outcome).toMatchObject({ kind: "failed", description: "input.amount is 620, expected 480" });
  expect(outcome.failures).toMatchObject([
    { index: 1, range: { line: 3 }, message: "Step 11, issue_refund: input.amount is 620, expected 480" },
  ]);
});

const repeat = '"repeat": {"times": 10, "atLeast": 8},';

test("a repeated test says how many runs passed, how many it needs, and which values it got", () => {
  const amounts = [undefined, undefined, undefined, 620, undefined, 620, undefined, 620, undefined, 600];
  const outcome = testOutcome(
    goldenTest(repeat),
    amounts.map((amount, i) => runOf(i + 1, amount)),
  );
  expect(outcome).toMatchObject({ kind: "failed", description: "6 of 10 passed, needs 8" });
  expect(outcome.failures.map(({ message }) => message)).toEqual(["Expected 480, got 620 in 3 runs and 600 in 1"]);
  const of = outcome.failures[0]?.results.map(({ attempt, runId }) => `${attempt} ${runId}`);
  expect(of).toEqual(["4 run-4", "6 run-6", "8 run-8", "10 run-10"]);
});

test("a result of a conversation names turn and step", () => {
  const inTurn = (run: GoldenRunResult): GoldenRunResult => ({
    ...run,
    checks: run.checks.map((each) => ({ ...each, turn: 2 })),
  });
  const message = "Turn 2, step 11, issue_refund: input.amount is 620, expected 480";
  const once = testOutcome(goldenTest(), [inTurn(runOf(1, 620))]);
  expect(once).toMatchObject({ description: message, failures: [{ message }] });
  const varies = { id: "3", number: 4, name: "get_policy", turn: 2 };
  const passed = testOutcome(goldenTest('"repeat": {"times": 2},'), [runOf(1), runOf(2)], varies);
  expect(passed.description).toBe("2 of 2 passed, runs differ at turn 2, step 4");
});

test("a test whose runs never came to their checks is an error, and says why", () => {
  expect(testOutcome(goldenTest(), [errored])).toMatchObject({
    kind: "errored",
    description: "The app can't be reached.",
    failure: { kind: "unreachable" },
  });
});

test("a canceled test is canceled unless enough runs had passed", () => {
  const canceled: GoldenRunResult = { attempt: 2, kind: "canceled", checks: [] };
  const twice = goldenTest('"repeat": {"times": 2},');
  expect(testOutcome(twice, [runOf(1), canceled])).toMatchObject({
    kind: "canceled",
    description: "1 of 2 passed, canceled",
  });
  const once = goldenTest('"repeat": {"times": 2, "atLeast": 1},');
  expect(testOutcome(once, [runOf(1), canceled]).kind).toBe("passed");
});
