import type { Run } from "../../../api/schemas.ts";
import { isContainer } from "../../../base/json/exactNumber.ts";
import { valueAt } from "../../../base/json/jsonPath.ts";
import { oneLine } from "../../../base/text/oneLine.ts";
import { type CheckRule, endStatuses, type OutputExpectation } from "../../../runFiles/golden/goldenTypes.ts";
import { runBlock } from "../../labels/blockedRun.ts";
import { stepParts } from "../../story/stepParts.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import { LargeValue, openJson } from "../../values/prettyJson.ts";
import { answerOf, type CheckedRun, checkedRun, ownDuration } from "../checks/checkedRun.ts";
import { mismatches } from "../checks/mismatch.ts";
import { typeOf } from "../checks/outputCheck.ts";

type RuleOf<K extends CheckRule["kind"]> = Extract<CheckRule, { kind: K }>;

/** In characters: the beginning of an answer that a check looks for. The rest may be worded differently in each run. */
const longestPart = 80;
/** In characters: a longer name fills the message. */
const longestName = 60;

/** What a run did, as a check that it passes; or why it did nothing that a check could expect, without a full stop. */
export type Acceptance = { rule: CheckRule } | { reason: string };

/**
 * The rule that a run passes, in place of one that it failed: what the person accepts as the new expectation. It looks
 * at the same thing and expects as little as before.
 */
export function acceptedRule(rule: CheckRule, run: Run, steps: readonly StoryStep[]): Acceptance {
  const whole = checkedRun(run, steps);
  switch (rule.kind) {
    case "status": {
      const status = endStatuses.find((each) => each === run.status);
      return status
        ? { rule: { kind: "status", status } }
        : { reason: `no check can expect the status ${oneLine(run.status, longestName)}` };
    }
    case "blocked":
      return { rule: { kind: "blocked", blocked: runBlock(run, steps) !== undefined } };
    case "output":
      return acceptedOutput(rule, run);
    case "tools":
      return acceptedTools(rule, whole);
    case "tool":
      return acceptedTool(rule, whole);
    case "steps":
      return { rule: acceptedSteps(rule, steps) };
    case "duration":
      return acceptedDuration(steps);
    case "answer":
      return acceptedAnswer(whole);
  }
}

function acceptedOutput(rule: RuleOf<"output">, run: Run): Acceptance {
  const value = rule.path.length === 0 ? (run.output ?? null) : valueAt(run.output, rule.path);
  if (value === undefined) return { reason: `the output has no ${oneLine(rule.pathText, longestName)}` };
  return { rule: { ...rule, expects: acceptedExpectation(rule.expects, value) } };
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

function acceptedTools({ sequence, set, never, atMost }: RuleOf<"tools">, { calls }: CheckedRun): Acceptance {
  const names = calls.map(({ call }) => call.name);
  const stillNever = never?.filter((name) => !names.includes(name)) ?? [];
  if (!sequence && !set && atMost === undefined && stillNever.length === 0) {
    return { reason: "the run called every tool that the check forbids" };
  }
  const rule: CheckRule = {
    kind: "tools",
    ...(sequence ? { sequence: names } : {}),
    ...(set ? { set: [...new Set(names)] } : {}),
    ...(stillNever.length > 0 ? { never: stillNever } : {}),
    ...(atMost === undefined ? {} : { atMost: Math.max(atMost, names.length) }),
  };
  return { rule };
}

function acceptedTool({ tool, input, atMost }: RuleOf<"tool">, { calls }: CheckedRun): Acceptance {
  const own = calls.filter(({ call }) => call.name === tool);
  const name = oneLine(tool, longestName);
  if (own.length === 0) return { reason: `${name} wasn't called` };
  const nearest = input === undefined ? undefined : nearestInput(input, own);
  if (input !== undefined && nearest === undefined) return { reason: `the input of ${name} is too large for a check` };
  const rule: CheckRule = {
    kind: "tool",
    tool,
    ...(nearest === undefined ? {} : { input: nearest }),
    ...(atMost === undefined ? {} : { atMost: Math.max(atMost, own.length) }),
  };
  return { rule };
}

function acceptedSteps({ atMost, failed }: RuleOf<"steps">, steps: readonly StoryStep[]): CheckRule {
  const failures = steps.filter((step) => stepParts(step).failed).length;
  return {
    kind: "steps",
    ...(atMost === undefined ? {} : { atMost: Math.max(atMost, steps.length) }),
    ...(failed === undefined ? {} : { failed: Math.max(failed, failures) }),
  };
}

/** Half as much again, in whole seconds: no two runs take the same time. */
function acceptedDuration(steps: readonly StoryStep[]): Acceptance {
  const duration = ownDuration(steps);
  if (duration === undefined) return { reason: "the app sent no times" };
  const seconds = Math.ceil((duration * 1.5) / 1_000);
  return { rule: { kind: "duration", atMost: seconds * 1_000, text: `${seconds} s` } };
}

function acceptedAnswer(whole: CheckedRun): Acceptance {
  const line = answerOf(whole)
    .split("\n")
    .find((each) => each.trim() !== "");
  if (line === undefined) return { reason: "the run answered with no text" };
  return { rule: { kind: "answer", contains: line.trim().slice(0, longestPart) } };
}

/**
 * The arguments of the tool's call that come nearest to the expected ones, without unexpected fields; `undefined` when
 * all of them are too large.
 */
function nearestInput(expected: unknown, calls: CheckedRun["calls"]): unknown {
  let nearest: { input: unknown; count: number } | undefined;
  for (const { call } of calls) {
    if (call.input instanceof LargeValue) continue;
    const input = openJson(call.input);
    const count = mismatches(expected, input, { subset: true }).length;
    if (!nearest || count < nearest.count) nearest = { input, count };
  }
  return nearest && narrowed(expected, nearest.input);
}

function narrowed(expected: unknown, actual: unknown): unknown {
  const areFields = isContainer(expected) && isContainer(actual) && !Array.isArray(expected) && !Array.isArray(actual);
  if (!areFields) return actual;
  const fields = actual as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(expected).flatMap(([key, value]) =>
      Object.hasOwn(fields, key) ? [[key, narrowed(value, fields[key])]] : [],
    ),
  );
}
