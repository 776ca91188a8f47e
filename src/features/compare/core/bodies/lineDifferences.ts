import { prettyJson } from "../../../../runs/values/prettyJson.ts";
import { commonSequence } from "../align/commonSequence.ts";
import { isIgnoredField, withoutIds } from "../keys/valueKey.ts";

/** A line of each value, or of the one that has it; the lines of a changed pair stand in place of each other. */
export type LineRow =
  | { readonly kind: "equal" | "changed"; readonly a: string; readonly b: string }
  | { readonly kind: "onlyInA"; readonly a: string; readonly b?: undefined }
  | { readonly kind: "onlyInB"; readonly a?: undefined; readonly b: string };

/** Two values line by line, JSON indented, as an editor compares them. IDs and times don't count. */
export function lineDifferences(a: unknown, b: unknown): LineRow[] {
  const [of, other] = [linesOf(a), linesOf(b)];
  const rows: LineRow[] = [];
  let [i, j] = [0, 0];
  const until = (iEnd: number, jEnd: number): void => {
    while (i < iEnd && j < jEnd) rows.push({ kind: "changed", a: of[i++]!, b: other[j++]! });
    while (i < iEnd) rows.push({ kind: "onlyInA", a: of[i++]! });
    while (j < jEnd) rows.push({ kind: "onlyInB", b: other[j++]! });
  };
  for (const place of commonSequence(of.map(keyOf), other.map(keyOf))) {
    until(place.a, place.b);
    rows.push({ kind: "equal", a: of[i++]!, b: other[j++]! });
  }
  until(of.length, other.length);
  return rows;
}

function linesOf(value: unknown): string[] {
  return value === undefined || value === null ? [] : prettyJson(value).text.split("\n");
}

/** The comma after a value says that another one follows: that is no difference of this one. */
function keyOf(line: string): string {
  const [, indent = "", name, value = ""] = /^(\s*)"([^"\\]{1,60})": (.*?),?$/.exec(line) ?? [];
  const isIgnored = name !== undefined && isIgnoredField(name, /^[-\d]/.test(value) ? Number(value) : value);
  return isIgnored ? `${indent}${name}` : withoutIds(line).replace(/,$/, "");
}
