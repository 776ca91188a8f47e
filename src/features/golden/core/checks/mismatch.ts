import { isContainer } from "../../../../base/json/exactNumber.ts";
import { jsonPath, type JsonPath } from "../../../../base/json/jsonPath.ts";
import { sameJson } from "../../../../base/json/sameJson.ts";
import { shownValue } from "./finding.ts";

/** A place at which a value isn't as expected. */
export interface Mismatch {
  path: JsonPath;
  /** `undefined` where nothing is expected. */
  expected: unknown;
  /** `undefined` where there is nothing. */
  actual: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** More places than these are counted, not read. */
const mostMismatches = 100;

/**
 * Where a value differs from the expected one, in the order of the latter.
 *
 * @param options.subset objects may have more fields than expected
 */
export function mismatches(expected: unknown, actual: unknown, options: { subset: boolean }): Mismatch[] {
  const found: Mismatch[] = [];
  collect(expected, actual, [], options.subset, found);
  return found;
}

function collect(expected: unknown, actual: unknown, path: JsonPath, subset: boolean, found: Mismatch[]): void {
  if (found.length >= mostMismatches || sameJson(expected, actual)) return;
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    found.push({ path, expected, actual });
    return;
  }
  const [left, right] = [expected as Fields, actual as Fields];
  const keyOf = (key: string): string | number => (Array.isArray(expected) ? Number(key) : key);
  for (const key of Object.keys(left)) {
    const inner = [...path, keyOf(key)];
    if (Object.hasOwn(right, key)) collect(left[key], right[key], inner, subset, found);
    else found.push({ path: inner, expected: left[key], actual: undefined });
  }
  if (subset && !Array.isArray(expected)) return;
  for (const key of Object.keys(right)) {
    if (!Object.hasOwn(left, key)) found.push({ path: [...path, keyOf(key)], expected: undefined, actual: right[key] });
  }
}

/** `input.amount is 620, expected 480`, and how many places more there are. @param root `input`, `refund` */
export function mismatchSentence(root: string, all: readonly Mismatch[]): string {
  const [first] = all;
  if (!first) return "";
  const place = placeName(root, first.path);
  const rest = all.length > 1 ? ` (and ${all.length - 1} more)` : "";
  if (first.actual === undefined) return `${place} is missing, expected ${shownValue(first.expected)}${rest}`;
  const expected = first.expected === undefined ? "nothing" : shownValue(first.expected);
  return `${place} is ${shownValue(first.actual)}, expected ${expected}${rest}`;
}

/** The value with what is expected in its places: both sides of a diff then show the same rest. */
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

function placeName(root: string, path: JsonPath): string {
  return `${root}${jsonPath(path).slice(1)}`;
}
