import { isContainer } from "#base/json/exactNumber.ts";
import { jsonPath, type JsonPath } from "#base/json/jsonPath.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { type ValueDifference, valueDifferences } from "#base/json/valueDifferences.ts";
import { shownValue } from "./finding.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Where a value (`b`) differs from the expected one (`a`), in the order of the latter.
 *
 * @param options.subset objects may have more fields than expected
 */
export function mismatches(expected: unknown, actual: unknown, options: { subset: boolean }): ValueDifference[] {
  return valueDifferences(expected, actual, { ...options, isSame: sameJson });
}

/** `input.amount is 620, expected 480`, and how many more fields differ. @param root `input`, `refund` */
export function mismatchSentence(root: string, all: readonly ValueDifference[]): string {
  const [first] = all;
  if (!first) return "";
  const field = fieldName(root, first.path);
  const rest = all.length > 1 ? ` (and ${all.length - 1} more)` : "";
  if (first.b === undefined) return `${field} is missing, expected ${shownValue(first.a)}${rest}`;
  const expected = first.a === undefined ? "nothing" : shownValue(first.a);
  return `${field} is ${shownValue(first.b)}, expected ${expected}${rest}`;
}

/** The value with what is expected where it differs: both sides of a diff then show the same rest. */
export function overlaid(expected: unknown, actual: unknown): unknown {
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) || Array.isArray(actual))
    return expected;
  const [left, right] = [expected as Fields, actual as Fields];
  const merged = Object.entries(right).map(([key, value]) => [
    key,
    Object.hasOwn(left, key) ? overlaid(left[key], value) : value,
  ]);
  const missing = Object.entries(left).filter(([key]) => !Object.hasOwn(right, key));
  return Object.fromEntries([...merged, ...missing]);
}

function fieldName(root: string, path: JsonPath): string {
  return `${root}${jsonPath(path).slice(1)}`;
}
