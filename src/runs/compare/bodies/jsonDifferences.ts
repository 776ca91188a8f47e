import { valueDifferences, type ValueDifference } from "#base/json/valueDifferences.ts";
import { sideBySide } from "#runs/compare/align/commonSequence.ts";
import { isIgnoredField, valueKey, withoutIds } from "#runs/compare/keys/valueKey.ts";
import { prettyJson } from "#runs/values/prettyJson.ts";

/** How many levels are compared: more than anybody follows. Each reads all that is below it. */
const maxDepth = 32;

/**
 * The values that differ, with their paths. Numbers are compared by their exact value, whatever their notation; ids and
 * times don't count. Items of lists are partners when they are equal; those between equal ones by their order.
 *
 * @param maxDifferences no more than so many are collected
 */
export function jsonDifferences(a: unknown, b: unknown, maxDifferences: number): ValueDifference[] {
  return valueDifferences(a, b, {
    maxDifferences,
    maxDepth,
    isSame,
    itemsOf: (of, other) => sideBySide(of, other, valueKey),
  });
}

function isSame(a: unknown, b: unknown, name: string | number | undefined): boolean {
  if (typeof name === "string" && isIgnoredField(name, a) && isIgnoredField(name, b)) return true;
  return a === b || valueKey(a) === valueKey(b);
}

/** A line of each value, or of the one that has it; the lines of a changed pair stand in place of each other. */
export type LineRow =
  | { readonly kind: "equal" | "changed"; readonly a: string; readonly b: string }
  | { readonly kind: "onlyInA"; readonly a: string; readonly b?: undefined }
  | { readonly kind: "onlyInB"; readonly a?: undefined; readonly b: string };

/** Two values line by line, JSON indented, as an editor compares them. IDs and times don't count. */
export function lineDifferences(a: unknown, b: unknown): LineRow[] {
  const [of, other] = [linesOf(a), linesOf(b)];
  return sideBySide(of, other, lineKey).map((row): LineRow => {
    if (row.b === undefined) return { kind: "onlyInA", a: of[row.a!]! };
    if (row.a === undefined) return { kind: "onlyInB", b: other[row.b]! };
    const lines = { a: of[row.a]!, b: other[row.b]! };
    return { kind: lineKey(lines.a) === lineKey(lines.b) ? "equal" : "changed", ...lines };
  });
}

function linesOf(value: unknown): string[] {
  return value === undefined || value === null ? [] : prettyJson(value).text.split("\n");
}

/** The comma after a value says that another one follows: that is no difference of this one. */
function lineKey(line: string): string {
  const [, indent = "", name, value = ""] = /^(\s*)"([^"\\]{1,60})": (.*?),?$/.exec(line) ?? [];
  const isIgnored = name !== undefined && isIgnoredField(name, /^[-\d]/.test(value) ? Number(value) : value);
  return isIgnored ? `${indent}${name}` : withoutIds(line).replace(/,$/, "");
}
