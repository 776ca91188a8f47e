import * as z from "zod";
import { type ExactNumber, isContainer, isNumber, numberKey, plainNumber } from "#base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "#base/json/jsonPath.ts";
import { listed } from "#base/text/listed.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { parseOutputPath } from "#features/golden/core/file/outputPath.ts";
import { withoutUnblocked } from "#model/block.ts";
import { fields, noteAtKey, number, oneOf, pattern, text } from "#runFiles/schemaFields.ts";
import type { CheckedRun } from "./checkedRun.ts";
import { type Beside, checkKind } from "./checkKind.ts";
import { type Finding, passed, diffText, shownValue } from "./finding.ts";
import { mismatches, mismatchSentence } from "./mismatch.ts";

const jsonTypes = ["string", "number", "boolean", "object", "list", "null"] as const;
/** The type of a JSON value, as checks name it. */
type JsonType = (typeof jsonTypes)[number];
type JsonNumber = number | ExactNumber;

type OutputExpectation =
  | { kind: "equals"; value: unknown }
  | { kind: "contains"; value: unknown }
  | { kind: "matches"; pattern: string }
  | { kind: "number"; value: JsonNumber; tolerance: JsonNumber }
  | { kind: "type"; type: JsonType }
  | { kind: "ignored"; why?: string };

/** In characters. A longer path fills the message. */
const maxPathLength = 60;

const outputFields = fields({
  output: text
    .refine(
      (path) => parseOutputPath(path) !== undefined,
      'isn\'t a path. Paths look like category, orders[0].id or items["a b"]; $ is the whole output.',
    )
    .describe('A path in the output: `category`, `orders[0].id`, `items["a b"]`. `$` is the whole output.'),
  equals: z
    .unknown()
    .optional()
    .describe(
      "The expected value. Numbers are compared by value, without rounding: 480 equals 480.0. Fields of the value that have an `ignored` check aren't compared.",
    ),
  contains: z.unknown().optional().describe("A part of a string, an item of a list, or fields of an object."),
  matches: pattern
    .optional()
    .describe(
      "A JavaScript regular expression for a string, such as `^INV-\\\\d+$`. All regular expressions of a test together may take 200 ms.",
    ),
  number: number.optional().describe("The expected number. `tolerance` allows a difference."),
  tolerance: number
    .refine((value) => Number(plainNumber(value)) >= 0, "must not be negative. Correct it.")
    .optional()
    .describe("The largest allowed difference from the number, up or down. Default: 0.")
    .meta({ minimum: 0, default: 0 }),
  type: oneOf(jsonTypes).optional().describe("The type that the value must have."),
  ignored: z
    .union([z.literal(true), text], {
      error: "must be true, or a string that gives the reason. Correct it, or remove the check.",
    })
    .optional()
    .describe('The value isn\'t checked. Give the reason, for example `"a time"`.'),
});
type WrittenCheck = z.output<typeof outputFields>;
const expectations = ["equals", "contains", "matches", "number", "type", "ignored"] as const;

export const output = checkKind({
  schema: outputFields
    .superRefine((check, context) => {
      const [key, other] = expectations.filter((each) => Object.hasOwn(check, each));
      const needed = `an output check needs one of the keys ${listed(expectations)}. Add one.`;
      if (!key) return noteAtKey(context, ["output"], needed, true);
      if (other) noteAtKey(context, [other], `${key} and ${other} can't be combined. Split this check into two.`);
      else if (Object.hasOwn(check, "tolerance") && key !== "number") {
        const instead = `write "number" instead of ${JSON.stringify(key)}, or remove "tolerance".`;
        noteAtKey(context, ["tolerance"], `"tolerance" works only with "number": ${instead}`, true);
      }
    })
    .transform((check) => ({
      path: parseOutputPath(check.output) ?? [],
      pathText: check.output,
      expects: expectationOf(check),
    }))
    .meta({
      oneOf: expectations.map((key) => ({ required: [key] })),
      dependencies: { tolerance: ["number"] },
    }),
  evaluate({ path, pathText, expects }, { run }, beside) {
    if (expects.kind === "ignored") return passed;
    const value = valueIn(run, path);
    const name = path.length === 0 ? "output" : pathText;
    if (value === undefined) {
      const expected = `${name} is missing, expected ${expectedWords(expects)}`;
      return { sentence: expected, expected: expectedText(expects), actual: "" };
    }
    const inside = beside.ignored.filter((each) => startsWith(each, path)).map((each) => each.slice(path.length));
    return compare(expects, inside.reduce(without, value), name, inside, beside.matchOf);
  },
  sentence({ path, pathText, expects }) {
    const name = path.length === 0 ? "the output" : pathText;
    if (expects.kind !== "ignored") return `Passes when ${name} ${hoverWords(expects)}.`;
    const why = expects.why === undefined ? "" : ` (${oneLine(expects.why)})`;
    return `All output checks ignore ${name}${why}.`;
  },
  accept({ path, pathText, expects }, { run }) {
    const value = valueIn(run, path);
    if (value === undefined) return { reason: `the output has no ${oneLine(pathText, maxPathLength)}` };
    // A part or a pattern of another value can't be guessed.
    const expected = expects.kind === "type" ? { type: typeOf(value) } : { equals: value };
    return { check: { output: pathText, ...expected } };
  },
});

function expectationOf(check: WrittenCheck): OutputExpectation {
  if (check.matches !== undefined) return { kind: "matches", pattern: check.matches };
  if (check.number !== undefined) return { kind: "number", value: check.number, tolerance: check.tolerance ?? 0 };
  if (check.type !== undefined) return { kind: "type", type: check.type };
  if (check.ignored !== undefined) return { kind: "ignored", why: check.ignored === true ? undefined : check.ignored };
  return Object.hasOwn(check, "equals")
    ? { kind: "equals", value: check.equals }
    : { kind: "contains", value: check.contains };
}

function hoverWords(expects: Exclude<OutputExpectation, { kind: "ignored" }>): string {
  switch (expects.kind) {
    case "equals":
      return `is ${shownValue(expects.value)}`;
    case "contains":
      return `contains ${shownValue(expects.value)}`;
    case "matches":
      return `matches ${expects.pattern}`;
    case "number": {
      const tolerance = Number(expects.tolerance) === 0 ? "" : ` ± ${String(expects.tolerance)}`;
      return `is ${String(expects.value)}${tolerance}`;
    }
    case "type":
      return expects.type === "null" ? "is null" : `is of type ${expects.type}`;
  }
}

function valueIn(run: CheckedRun["run"], path: JsonPath): unknown {
  return path.length === 0 ? (run.output ?? null) : valueAt(run.output, path);
}

function compare(
  expects: OutputExpectation,
  value: unknown,
  name: string,
  ignored: readonly JsonPath[],
  matchOf: Beside["matchOf"],
): Finding {
  switch (expects.kind) {
    case "equals": {
      const expected = ignored.reduce(without, withoutUnblocked(expects.value));
      const all = mismatches(expected, withoutUnblocked(value), { subset: false });
      const [first] = all;
      if (!first) return passed;
      const values = { expectedValue: shownValue(first.a), actualValue: shownValue(first.b) };
      return {
        sentence: mismatchSentence(name, all),
        expected: diffText(expected),
        actual: diffText(value),
        ...values,
      };
    }
    case "contains":
      return contains(expects.value, value)
        ? passed
        : failing(`${name} doesn't contain ${shownValue(expects.value)}`, diffText(expects.value), value);
    case "matches": {
      if (typeof value !== "string")
        return failing(`${name} is ${typeWord(value)}, expected a string`, expects.pattern, value);
      const matched = matchOf(expects.pattern, value);
      if (matched === true) return passed;
      const wrong =
        matched === false ? `doesn't match ${shownValue(expects.pattern)}` : `can't be checked: ${matched.problem}`;
      return failing(`${name} ${wrong}`, expects.pattern, value);
    }
    case "number": {
      if (isNumber(value) && withinTolerance(value, expects.value, expects.tolerance)) return passed;
      const [expected, actual] = [expectedWords(expects), shownValue(value)];
      const sentence = `${name} is ${actual}, expected ${expected}`;
      return { ...failing(sentence, expected, value), expectedValue: expected, actualValue: actual };
    }
    case "type": {
      const [expected, actual] = [expects.type, typeOf(value)];
      if (actual === expected) return passed;
      const sentence = `${name} is ${typeWord(value)}, expected ${expectedWords(expects)}`;
      return { ...failing(sentence, expected, value), expectedValue: expected, actualValue: actual };
    }
    case "ignored":
      return passed;
  }
}

function failing(sentence: string, expected: string, value: unknown): Finding {
  return { sentence, expected, actual: diffText(value) };
}

/** A text contains a part, a list an item, an object fields. */
function contains(expected: unknown, value: unknown): boolean {
  if (typeof value === "string") return typeof expected === "string" && value.includes(expected);
  const isFieldsOf = (each: unknown): boolean => mismatches(expected, each, { subset: true }).length === 0;
  return Array.isArray(value) ? value.some(isFieldsOf) : isContainer(value) && isFieldsOf(value);
}

/** The value without the part at a path. */
function without(value: unknown, [key, ...rest]: JsonPath): unknown {
  if (key === undefined || !isContainer(value) || !Object.hasOwn(value, key)) return value;
  const inner = (value as Record<string | number, unknown>)[key];
  // An item that is left out would move the others.
  const next = rest.length > 0 ? without(inner, rest) : Array.isArray(value) ? null : undefined;
  if (Array.isArray(value)) return value.with(Number(key), next);
  const entries = Object.entries(value).flatMap(([name, each]) => {
    if (name !== String(key)) return [[name, each] as const];
    return rest.length === 0 ? [] : [[name, next] as const];
  });
  return Object.fromEntries(entries);
}

function startsWith(path: JsonPath, start: JsonPath): boolean {
  return path.length > start.length && start.every((key, index) => path[index] === key);
}

function expectedWords(expects: OutputExpectation): string {
  switch (expects.kind) {
    case "equals":
      return shownValue(expects.value);
    case "contains":
      return `something that contains ${shownValue(expects.value)}`;
    case "matches":
      return `a string that matches ${shownValue(expects.pattern)}`;
    case "number":
      return `${shownValue(expects.value)}${Number(expects.tolerance) === 0 ? "" : ` ± ${shownValue(expects.tolerance)}`}`;
    case "type":
      return expects.type === "null" ? "null" : `a value of type ${expects.type}`;
    case "ignored":
      return "anything";
  }
}

function expectedText(expects: OutputExpectation): string {
  return expects.kind === "equals" || expects.kind === "contains" ? diffText(expects.value) : expectedWords(expects);
}

/** The type of a value, as checks name it. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (isNumber(value)) return "number";
  if (Array.isArray(value)) return "list";
  const type = typeof value;
  return type === "string" || type === "boolean" ? type : "object";
}

function typeWord(value: unknown): string {
  const type = typeOf(value);
  return type === "null" ? "null" : type === "object" ? "an object" : `a ${type}`;
}

/** Whether two numbers differ by no more than the tolerance. Without one, each digit counts. */
function withinTolerance(actual: JsonNumber, expected: JsonNumber, tolerance: JsonNumber): boolean {
  if (numberKey(actual) === numberKey(expected)) return true;
  const [a, b, allowed] = [Number(actual), Number(expected), Number(tolerance)];
  const difference = Math.abs(a - b);
  if (allowed === 0 || !Number.isFinite(difference)) return false;
  // Doubles miss decimals by their last bits: 0.3 is within 0.1 of 0.2.
  return difference <= allowed + 4 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
}
