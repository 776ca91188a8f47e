import { countOf } from "../../../model/counts.ts";
import type { GoldenCheck } from "../../../runFiles/golden/goldenTypes.ts";
import { LargeValue, openJson } from "../../values/prettyJson.ts";
import type { StepRef } from "../goldenResult.ts";
import type { CheckedRun } from "./checkedRun.ts";
import { type Finding, passed } from "./finding.ts";
import { mismatches, mismatchSentence, overlaid } from "./mismatch.ts";
import { diffText, shownValue } from "./shownValue.ts";

type ToolsCheck = Extract<GoldenCheck, { kind: "tools" }>;
type ToolCheck = Extract<GoldenCheck, { kind: "tool" }>;
type Calls = CheckedRun["calls"];

/** Looks at which tools were called, and in which order. */
export function checkTools(check: ToolsCheck, { calls }: CheckedRun): Finding {
  const { sequence, set, never, atMost } = check;
  const findings = [
    sequence ? checkSequence(sequence, calls) : passed,
    set ? checkSet(set, calls) : passed,
    never ? checkNever(never, calls) : passed,
    atMost === undefined ? passed : checkCount(calls, atMost, `${countOf(calls.length, "tool call")},`),
  ];
  return firstOf(findings);
}

/** Looks at the calls of one tool. */
export function checkTool({ tool, input, atMost }: ToolCheck, { calls }: CheckedRun): Finding {
  const own = calls.filter(({ call }) => call.name === tool);
  if (own.length === 0 && atMost === undefined) {
    return { sentence: `${tool} was never called`, expected: tool, actual: namesOf(calls) };
  }
  const called = `${tool} was called ${countOf(own.length, "time")},`;
  const count = atMost === undefined ? passed : checkCount(own, atMost, called);
  // A call that may be missing has arguments only when it is there.
  const args = input === undefined || own.length === 0 ? passed : checkInput(input, own);
  return firstOf([args, count]);
}

/** One of the calls has to have the arguments. If none has, the nearest one is reported. */
function checkInput(expected: unknown, calls: Calls): Finding {
  let nearest: { actual: unknown; ref: StepRef; all: ReturnType<typeof mismatches> } | undefined;
  for (const { call, ref } of calls) {
    if (call.input instanceof LargeValue) {
      const sentence = "input is too large to be checked. Check the output instead";
      return { sentence, expected: diffText(expected), actual: diffText(call.input), step: ref };
    }
    const actual = openJson(call.input);
    const all = mismatches(expected, actual, { subset: true });
    if (all.length === 0) return passed;
    if (!nearest || all.length < nearest.all.length) nearest = { actual, ref, all };
  }
  const [first] = nearest?.all ?? [];
  if (!nearest || !first) return passed;
  return {
    sentence: mismatchSentence("input", nearest.all),
    expected: diffText(overlaid(expected, nearest.actual)),
    actual: diffText(nearest.actual),
    expectedValue: shownValue(first.expected),
    actualValue: shownValue(first.actual),
    step: nearest.ref,
  };
}

function checkSequence(expected: readonly string[], calls: Calls): Finding {
  const actual = calls.map(({ call }) => call.name);
  const shorter = Math.min(expected.length, actual.length);
  let start = 0;
  while (start < shorter && expected[start] === actual[start]) start++;
  if (start === expected.length && start === actual.length) return passed;
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === actual.at(-1 - end)) end++;
  const missing = expected.slice(start, expected.length - end);
  const extra = actual.slice(start, actual.length - end);
  const ref = calls[Math.min(start, calls.length - 1)]?.ref;
  return {
    sentence: sequenceSentence(missing, extra, expected[start - 1]),
    expected: expected.join("\n"),
    actual: actual.join("\n"),
    ...(ref ? { step: ref } : {}),
  };
}

/** @param before the last call that was as expected */
function sequenceSentence(missing: readonly string[], extra: readonly string[], before: string | undefined): string {
  const place = before === undefined ? "first" : `after ${before}`;
  const [wanted, came] = [missing[0], extra[0]];
  if (wanted === undefined) return `${namesIn(extra)} was called ${place}, expected no such call`;
  if (came === undefined) return `${namesIn(missing)} wasn't called ${place}`;
  const isOrder = sorted(missing) === sorted(extra);
  return `${came} was called ${place}, expected ${wanted}${isOrder ? ": the order differs" : ""}`;
}

function checkSet(expected: readonly string[], calls: Calls): Finding {
  const names = new Set(calls.map(({ call }) => call.name));
  const texts = { expected: [...new Set(expected)].toSorted().join("\n"), actual: [...names].toSorted().join("\n") };
  const missing = expected.find((name) => !names.has(name));
  if (missing !== undefined) return { sentence: `${missing} was never called`, ...texts };
  const extra = calls.find(({ call }) => !expected.includes(call.name));
  return extra
    ? { sentence: `${extra.call.name} was called, which isn't in the set`, ...texts, step: extra.ref }
    : passed;
}

function checkNever(never: readonly string[], calls: Calls): Finding {
  const found = calls.find(({ call }) => never.includes(call.name));
  if (!found) return passed;
  const sentence = `${found.call.name} was called, expected never`;
  return { sentence, expected: `never ${never.join(", ")}`, actual: namesOf(calls), step: found.ref };
}

function checkCount(calls: Calls, atMost: number, counted: string): Finding {
  if (calls.length <= atMost) return passed;
  const ref = calls[atMost]?.ref;
  return {
    sentence: `${counted} expected at most ${atMost}`,
    expected: `at most ${atMost}`,
    actual: String(calls.length),
    expectedValue: `at most ${atMost}`,
    actualValue: String(calls.length),
    ...(ref ? { step: ref } : {}),
  };
}

/** The first failure, with the number of the others. */
function firstOf(findings: readonly Finding[]): Finding {
  const [first, ...others] = findings.filter(({ sentence }) => sentence !== "");
  if (!first) return passed;
  return { ...first, sentence: [first, ...others].map(({ sentence }) => sentence).join("; ") };
}

function namesOf(calls: Calls): string {
  return calls.map(({ call }) => call.name).join("\n");
}

function namesIn(names: readonly string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

function sorted(names: readonly string[]): string {
  return names.toSorted().join("\n");
}
