import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { coverText } from "#runs/values/cover.ts";
import { openJson } from "#runs/values/prettyJson.ts";
import { sortableNumber, sortableText } from "./sortableNumber.ts";

/** A value of a run's input or output that `input.amount:>1000` finds. */
export interface FieldValue {
  /** `input.items.price`: places in lists have no number. */
  path: string;
  text: string;
  /** Texts of numbers sort like the numbers, whatever their size (see `sortableNumber.ts`). */
  sortable?: string;
}

/** The values of one run that `input.amount:>1000` finds, and the part of each that is compared, in characters. */
const maxIndexed = { values: 500, characters: 1_000, depth: 12 };

/** The values of an input or output by their paths. Places in lists are left out of a path. */
export function valuesOf(root: "input" | "output", value: unknown): FieldValue[] {
  const values: FieldValue[] = [];
  const visit = (each: unknown, path: string, depth: number): void => {
    if (values.length >= maxIndexed.values || depth > maxIndexed.depth) return;
    const opened = typeof each === "string" ? openJson(each) : each;
    if (isContainer(opened)) {
      if (Array.isArray(opened)) for (const child of opened) visit(child, path, depth + 1);
      else {
        for (const [key, child] of Object.entries(opened)) visit(child, `${path}.${key}`, depth + 1);
      }
      return;
    }
    if (opened === undefined || opened === "" || opened === coverText) return;
    const text = scalarText(opened).slice(0, maxIndexed.characters);
    const sortable = isNumber(opened) ? sortableNumber(opened) : sortableText(text);
    values.push({ path, text, sortable });
  };
  visit(withoutBytes(value), root, 0);
  return values;
}

/** A text, a number, `true`, `false` or `null` as it is written. */
export function scalarText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : (stringifyJson(value) ?? "");
}
