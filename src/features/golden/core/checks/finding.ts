import { stringifyJson } from "#base/json/stringifyJson.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { prettyJson } from "#runs/values/prettyJson.ts";

/** A step of a run, as its story numbers it from 1. */
export interface StepRef {
  /** The step of the story. */
  id: string;
  number: number;
  /** The tool, or the kind of step: `issue_refund`, `text`. */
  name: string;
}

/** What a check found in a run. */
export interface Finding {
  /** The problem, without a full stop: `input.amount is 620, expected 480`. Empty for one that passed. */
  sentence: string;
  /** The expected value for a diff: JSON, or lines of text. */
  expected?: string;
  actual?: string;
  /** The difference in few words: `480` and `620`. */
  expectedValue?: string;
  actualValue?: string;
  step?: StepRef;
}

export const passed: Finding = { sentence: "" };

/** The finding that there are more than allowed. @param counted `6 steps`; `pay was called 2 times` */
export function tooMany(counted: string, actual: number, atMost: number, step?: StepRef): Finding {
  const [expected, found] = [`at most ${atMost}`, String(actual)];
  const values = { expected, actual: found, expectedValue: expected, actualValue: found };
  return { sentence: `${counted}, expected ${expected}`, ...values, step };
}

/** Longest value shown, in characters. */
const maxValueLength = 60;

/** A value within a sentence: JSON in one line, shortened. */
export function shownValue(value: unknown): string {
  // Of a long text only its beginning is written.
  const short = typeof value === "string" ? value.slice(0, 4 * maxValueLength) : value;
  return oneLine(stringifyJson(short) ?? "nothing", maxValueLength);
}

export function diffText(value: unknown): string {
  return value === undefined ? "" : prettyJson(value).text;
}
