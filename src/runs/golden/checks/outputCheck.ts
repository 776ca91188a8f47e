import { type ExactNumber, isContainer, isNumber } from "../../../base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "../../../base/json/jsonPath.ts";
import { withoutUnblocked } from "../../../model/block.ts";
import type { GoldenCheck, JsonType, OutputExpectation } from "../../../runFiles/golden/goldenTypes.ts";
import type { CheckedRun } from "./checkedRun.ts";
import { type Finding, passed } from "./finding.ts";
import { mismatches, mismatchSentence } from "./mismatch.ts";
import type { Matched } from "./patternMatches.ts";
import { diffText, shownValue } from "./shownValue.ts";

type OutputCheck = Extract<GoldenCheck, { kind: "output" }>;

/** Whether a regular expression matches a text. */
export type MatchOf = (pattern: string, text: string) => Matched;

/** @param ignored paths of the output that other checks of the test ignore */
export function checkOutput(
  check: OutputCheck,
  { run }: CheckedRun,
  ignored: readonly JsonPath[],
  matchOf: MatchOf,
): Finding {
  const { path, expects } = check;
  if (expects.kind === "ignored") return passed;
  const value = path.length === 0 ? (run.output ?? null) : valueAt(run.output, path);
  const name = path.length === 0 ? "output" : check.pathText;
  if (value === undefined) {
    const expected = `${name} is missing, expected ${expectedWords(expects)}`;
    return { sentence: expected, expected: expectedText(expects), actual: "" };
  }
  const inside = ignored.filter((each) => startsWith(each, path)).map((each) => each.slice(path.length));
  return compare(expects, inside.reduce(without, value), name, inside, matchOf);
}

function compare(
  expects: OutputExpectation,
  value: unknown,
  name: string,
  ignored: readonly JsonPath[],
  matchOf: MatchOf,
): Finding {
  switch (expects.kind) {
    case "equals": {
      const expected = ignored.reduce(without, withoutUnblocked(expects.value));
      const all = mismatches(expected, withoutUnblocked(value), { subset: false });
      const [first] = all;
      if (!first) return passed;
      const values = { expectedValue: shownValue(first.expected), actualValue: shownValue(first.actual) };
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
        return failing(`${name} is ${typeWord(value)}, expected a text`, expects.pattern, value);
      const matched = matchOf(expects.pattern, value);
      if (matched === true) return passed;
      const wrong =
        matched === false ? `doesn't match ${shownValue(expects.pattern)}` : `can't be checked: ${matched.problem}`;
      return failing(`${name} ${wrong}`, expects.pattern, value);
    }
    case "number": {
      const isNear = isNumber(value) && withinTolerance(value, expects.value, expects.tolerance);
      const sentence = `${name} is ${shownValue(value)}, expected ${expectedWords(expects)}`;
      if (isNear) return passed;
      const values = { expectedValue: expectedWords(expects), actualValue: shownValue(value) };
      return { ...failing(sentence, expectedWords(expects), value), ...values };
    }
    case "type": {
      const type = typeOf(value);
      if (type === expects.type) return passed;
      const values = { expectedValue: expects.type, actualValue: type };
      return {
        ...failing(`${name} is ${typeWord(value)}, expected ${expectedWords(expects)}`, expects.type, value),
        ...values,
      };
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
      return `a text that matches ${shownValue(expects.pattern)}`;
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

type JsonNumber = number | ExactNumber;

interface Decimal {
  digits: bigint;
  exponent: number;
}

/** Further apart than any numbers that are compared with a tolerance: beyond it doubles are exact enough. */
const mostShift = 2_000;

/** Whether two numbers differ by no more than the tolerance, by their decimal digits: 0.3 is within 0.1 of 0.2. */
function withinTolerance(actual: JsonNumber, expected: JsonNumber, tolerance: JsonNumber): boolean {
  const decimals = [actual, expected, tolerance].map(decimalOf);
  const [a, b, most] = decimals;
  const exponents = decimals.map((each) => each?.exponent ?? 0);
  const least = Math.min(...exponents);
  if (!a || !b || !most || Math.max(...exponents) - least > mostShift) {
    return Math.abs(Number(actual) - Number(expected)) <= Number(tolerance);
  }
  const scaled = ({ digits, exponent }: Decimal): bigint => digits * 10n ** BigInt(exponent - least);
  const difference = scaled(a) - scaled(b);
  return (difference < 0n ? -difference : difference) <= scaled(most);
}

/** `undefined` for `NaN` and the infinities, and for what no app counts with. */
function decimalOf(value: JsonNumber): Decimal | undefined {
  const match = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:e([+-]?\d{1,6}))?$/i.exec(String(value));
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  return { digits: BigInt(sign + whole + fraction), exponent: Number(exponent) - fraction.length };
}
