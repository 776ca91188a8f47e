import type { Run } from "../../../api/schemas.ts";
import { valueAt } from "../../../base/json/jsonPath.ts";
import { type CheckRule, endStatuses, type OutputExpectation } from "../../../runFiles/golden/goldenTypes.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import { answerOf, type CheckedRun, checkedRun, isFailedStep, ownDuration } from "../checks/checkedRun.ts";
import { typeOf } from "../checks/outputCheck.ts";
import { nearestInput } from "./nearestInput.ts";

type RuleOf<K extends CheckRule["kind"]> = Extract<CheckRule, { kind: K }>;

/** In characters: the beginning of an answer that a check looks for. The rest may be worded differently in each run. */
const longestPart = 80;

/**
 * The rule that a run passes, in place of one that it failed: what the person accepts as the new expectation. It looks
 * at the same thing and expects as little as before.
 *
 * @returns `undefined` where the run has nothing to expect: no such field in the output, a tool that was not called
 */
export function acceptedRule(rule: CheckRule, run: Run, steps: readonly StoryStep[]): CheckRule | undefined {
  const whole = checkedRun(run, steps);
  switch (rule.kind) {
    case "status": {
      const status = endStatuses.find((each) => each === run.status);
      return status && { kind: "status", status };
    }
    case "output":
      return acceptedOutput(rule, run);
    case "tools":
      return acceptedTools(rule, whole);
    case "tool":
      return acceptedTool(rule, whole);
    case "steps":
      return acceptedSteps(rule, steps);
    case "duration":
      return acceptedDuration(steps);
    case "answer":
      return acceptedAnswer(whole);
  }
}

function acceptedOutput(rule: RuleOf<"output">, run: Run): CheckRule | undefined {
  const value = rule.path.length === 0 ? (run.output ?? null) : valueAt(run.output, rule.path);
  return value === undefined ? undefined : { ...rule, expects: acceptedExpectation(rule.expects, value) };
}

function acceptedExpectation(expects: OutputExpectation, value: unknown): OutputExpectation {
  switch (expects.kind) {
    case "type":
      return { kind: "type", type: typeOf(value) };
    case "ignored":
      return expects;
    default:
      // A part or a pattern of another value can't be guessed.
      return { kind: "equals", value };
  }
}

function acceptedTools({ sequence, set, never, atMost }: RuleOf<"tools">, { calls }: CheckedRun): CheckRule {
  const names = calls.map(({ call }) => call.name);
  const stillNever = never?.filter((name) => !names.includes(name)) ?? [];
  return {
    kind: "tools",
    ...(sequence ? { sequence: names } : {}),
    ...(set ? { set: [...new Set(names)] } : {}),
    ...(stillNever.length > 0 ? { never: stillNever } : {}),
    ...(atMost === undefined ? {} : { atMost: Math.max(atMost, names.length) }),
  };
}

function acceptedTool({ tool, input, atMost }: RuleOf<"tool">, { calls }: CheckedRun): CheckRule | undefined {
  const own = calls.filter(({ call }) => call.name === tool);
  if (own.length === 0) return undefined;
  return {
    kind: "tool",
    tool,
    ...(input === undefined ? {} : { input: nearestInput(input, own) }),
    ...(atMost === undefined ? {} : { atMost: Math.max(atMost, own.length) }),
  };
}

function acceptedSteps({ atMost, failed }: RuleOf<"steps">, steps: readonly StoryStep[]): CheckRule {
  const failures = steps.filter(isFailedStep).length;
  return {
    kind: "steps",
    ...(atMost === undefined ? {} : { atMost: Math.max(atMost, steps.length) }),
    ...(failed === undefined ? {} : { failed: Math.max(failed, failures) }),
  };
}

/** Half as much again, in whole seconds: no two runs take the same time. */
function acceptedDuration(steps: readonly StoryStep[]): CheckRule | undefined {
  const duration = ownDuration(steps);
  if (duration === undefined) return undefined;
  const seconds = Math.ceil((duration * 1.5) / 1_000);
  return { kind: "duration", atMost: seconds * 1_000, text: `${seconds} s` };
}

function acceptedAnswer(whole: CheckedRun): CheckRule | undefined {
  const line = answerOf(whole)
    .split("\n")
    .find((each) => each.trim() !== "");
  return line === undefined ? undefined : { kind: "answer", contains: line.trim().slice(0, longestPart) };
}
