import { isFields } from "#base/json/fieldsOf.ts";
import { withoutUndefined } from "#base/stored.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { countOf } from "#model/counts.ts";
import { count, fields, limits, noteAtKey, raised, record, text, texts } from "#runFiles/schemaFields.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";
import type { CheckedRun } from "./checkedRun.ts";
import { checkKind, passesWhen } from "./checkKind.ts";
import { type Finding, passed, tooMany, diffText, shownValue } from "./finding.ts";
import { mismatches, mismatchSentence, overlaid } from "./mismatch.ts";

type Calls = CheckedRun["calls"];

/** In characters. A longer name fills the message. */
const maxNameLength = 60;

/** Which tools were called, and in which order. */
export const tools = checkKind({
  schema: limits(
    "tools",
    {
      sequence: texts.describe("All tool calls, in their order."),
      set: texts.describe("All tools that are called, in any order and any number of times."),
      never: texts.describe("Tools that must not be called."),
      atMost: count(0).describe("The maximum number of tool calls."),
    },
    "The tools that are called. Calls that the app discarded or skipped don't count.",
    { not: { required: ["sequence", "set"] } },
  ).superRefine(({ sequence, set }, context) => {
    const problem = "sequence and set can't be combined: a sequence names all tools already. Remove one of the two.";
    if (sequence && set) noteAtKey(context, ["tools", "set"], problem);
  }),
  evaluate({ sequence, set, never, atMost }, { calls }) {
    return firstOf([
      sequence ? checkSequence(sequence, calls) : passed,
      set ? checkSet(set, calls) : passed,
      never ? checkNever(never, calls) : passed,
      checkCount(calls, atMost, countOf(calls.length, "tool call")),
    ]);
  },
  sentence: ({ sequence, set, never, atMost }) =>
    passesWhen("", [
      sequence && `exactly these tools are called, in this order: ${sequence.join(", ")}`,
      set && `exactly these tools are called, in any order and number: ${set.join(", ")}`,
      never && `none of these tools is called: ${never.join(", ")}`,
      atMost === undefined ? undefined : `at most ${countOf(atMost, "tool call")} ${atMost === 1 ? "is" : "are"} made`,
    ]),
  accept({ sequence, set, never, atMost }, { calls }) {
    const names = calls.map(({ call }) => call.name);
    const stillNever = never?.filter((name) => !names.includes(name)) ?? [];
    const found = {
      sequence: sequence && names,
      set: set && [...new Set(names)],
      never: stillNever.length > 0 ? stillNever : undefined,
      atMost: raised(atMost, names.length),
    };
    const check = { tools: withoutUndefined(found) };
    return Object.keys(check.tools).length > 0
      ? { check }
      : { reason: "the run called every tool that the check forbids, so nothing would be left to check" };
  },
});

export const tool = checkKind({
  schema: fields({
    tool: text.describe("The name of a tool. Without `atMost`, it must be called at least once."),
    input: record
      .optional()
      .describe("Arguments that at least one call to the tool must have. The call may have others."),
    atMost: count(0).optional().describe("The maximum number of calls."),
  }),
  evaluate({ tool: name, input, atMost }, { calls }) {
    const own = calls.filter(({ call }) => call.name === name);
    if (own.length === 0 && atMost === undefined) {
      return { sentence: `${name} was never called`, expected: name, actual: namesOf(calls) };
    }
    const counted = checkCount(own, atMost, `${name} was called ${countOf(own.length, "time")}`);
    // A call that may be missing has arguments only when it is there.
    const args = input === undefined || own.length === 0 ? passed : checkInput(input, own);
    return firstOf([args, counted]);
  },
  sentence({ tool: name, input, atMost }) {
    const isOnlyLimited = input === undefined && atMost !== undefined;
    const called = `${name} is called${input === undefined ? "" : ` with arguments that include ${shownValue(input)}`}`;
    return passesWhen("", [
      isOnlyLimited ? undefined : called,
      atMost === undefined ? undefined : `${name} is called at most ${countOf(atMost, "time")}`,
    ]);
  },
  accept({ tool: name, input, atMost }, { calls }) {
    const own = calls.filter(({ call }) => call.name === name);
    const shown = oneLine(name, maxNameLength);
    if (own.length === 0) return { reason: `${shown} wasn't called` };
    const nearest = input === undefined ? undefined : nearestInput(input, own);
    if (input !== undefined && nearest === undefined)
      return { reason: `the input of ${shown} is too large for a check` };
    const found = nearest && narrowed(input, nearest.actual);
    return { check: { tool: name, ...withoutUndefined({ input: found, atMost: raised(atMost, own.length) }) } };
  },
});

/** Checks the arguments, which one of the calls has to have. If none has, the nearest one is reported. */
function checkInput(expected: unknown, calls: Calls): Finding {
  const nearest = nearestInput(expected, calls);
  const [first] = nearest?.all ?? [];
  if (nearest && !first) return passed;
  const large = calls.find(({ call }) => call.input instanceof LargeValue);
  if (large) {
    const sentence = "input is too large to be checked. Check the output instead";
    return { sentence, expected: diffText(expected), actual: diffText(large.call.input), step: large.ref };
  }
  if (!nearest || !first) return passed;
  return {
    sentence: mismatchSentence("input", nearest.all),
    expected: diffText(overlaid(expected, nearest.actual)),
    actual: diffText(nearest.actual),
    expectedValue: shownValue(first.a),
    actualValue: shownValue(first.b),
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
    step: ref,
  };
}

/** @param before the last call that was as expected */
function sequenceSentence(missing: readonly string[], extra: readonly string[], before: string | undefined): string {
  const order = before === undefined ? "first" : `after ${before}`;
  const [wanted, came] = [missing[0], extra[0]];
  if (wanted === undefined)
    return `${namesIn(extra)} ${wasOrWere(extra)} called ${order}, but ${wasOrWere(extra)}n't expected`;
  if (came === undefined) return `${namesIn(missing)} ${wasOrWere(missing)}n't called ${order}`;
  const isOrder = sorted(missing) === sorted(extra);
  return `${came} was called ${order}, expected ${wanted}${isOrder ? ": the order differs" : ""}`;
}

function checkSet(expected: readonly string[], calls: Calls): Finding {
  const names = new Set(calls.map(({ call }) => call.name));
  const lists = { expected: [...new Set(expected)].toSorted().join("\n"), actual: [...names].toSorted().join("\n") };
  const missing = expected.find((name) => !names.has(name));
  if (missing !== undefined) return { sentence: `${missing} was never called`, ...lists };
  const extra = calls.find(({ call }) => !expected.includes(call.name));
  return extra
    ? { sentence: `${extra.call.name} was called, but isn't one of the expected tools`, ...lists, step: extra.ref }
    : passed;
}

function checkNever(never: readonly string[], calls: Calls): Finding {
  const found = calls.find(({ call }) => never.includes(call.name));
  if (!found) return passed;
  const sentence = `${found.call.name} was called, but must not be called`;
  return { sentence, expected: `never ${never.join(", ")}`, actual: namesOf(calls), step: found.ref };
}

function checkCount(calls: Calls, atMost: number | undefined, counted: string): Finding {
  if (atMost === undefined || calls.length <= atMost) return passed;
  return tooMany(counted, calls.length, atMost, calls[atMost]?.ref);
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

function wasOrWere(names: readonly string[]): string {
  return names.length === 1 ? "was" : "were";
}

function sorted(names: readonly string[]): string {
  return names.toSorted().join("\n");
}

/** The call whose arguments come nearest to the expected ones; `undefined` when all of them are too large. */
function nearestInput(expected: unknown, calls: Calls) {
  const timedCalls = calls.flatMap(({ call, ref }) => {
    if (call.input instanceof LargeValue) return [];
    const actual = openJson(call.input);
    return [{ actual, ref, all: mismatches(expected, actual, { subset: true }) }];
  });
  return timedCalls.toSorted((one, other) => one.all.length - other.all.length)[0];
}

/** What is expected, as it was. */
function narrowed(expected: unknown, actual: unknown): unknown {
  if (!isFields(expected) || !isFields(actual)) return actual;
  return Object.fromEntries(
    Object.entries(expected).flatMap(([key, value]) =>
      Object.hasOwn(actual, key) ? [[key, narrowed(value, actual[key])]] : [],
    ),
  );
}
