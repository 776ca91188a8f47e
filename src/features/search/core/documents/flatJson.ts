import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import type { IndexedValue } from "#features/search/core/indexTypes.ts";
import { sortableNumber, sortableText } from "#runs/query/sortableNumber.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { covered } from "#runs/values/cover.ts";
import { openJson } from "#runs/values/prettyJson.ts";

/** In characters: the part of one text that is searched. */
const longestText = 200_000;
/** In levels of lists, objects and texts with JSON inside: what is deeper stays text. A text can hold any number. */
const deepest = 500;
/** The values of one run that `input.amount:>1000` finds, and the part of each that is compared, in characters. */
const mostIndexed = { values: 500, characters: 1_000, depth: 12 };

/**
 * A covered JSON value as text: `amount: 1480, currency: USD`. JSON inside a text is opened. The bytes of files are left
 * out.
 */
export function flatText(value: unknown): string {
  const parts: string[] = [];
  let length = 0;
  const write = (part: string): void => {
    length += part.length + 2;
    parts.push(part);
  };
  const visit = (each: unknown, name: string, depth: number): void => {
    if (length > longestText) return;
    const opened = typeof each === "string" && depth < deepest ? openJson(each) : each;
    if (!isContainer(opened)) {
      const text = scalarText(opened);
      if (text !== "" || name !== "") write(name === "" ? text : `${name}: ${text}`);
      return;
    }
    if (Array.isArray(opened)) {
      for (const [place, child] of opened.entries()) visit(child, place === 0 ? name : "", depth + 1);
      return;
    }
    let first = name === "" ? "" : `${name}: `;
    for (const [key, child] of Object.entries(opened)) {
      visit(child, first + key, depth + 1);
      first = "";
    }
  };
  visit(withoutBytes(value), "", 0);
  return parts.join(", ").slice(0, longestText);
}

/** The values of an input or output by their paths. Places in lists are left out of a path. */
export function valuesOf(root: "input" | "output", value: unknown): IndexedValue[] {
  const values: IndexedValue[] = [];
  const visit = (each: unknown, path: string, depth: number): void => {
    if (values.length >= mostIndexed.values || depth > mostIndexed.depth) return;
    const opened = typeof each === "string" ? openJson(each) : each;
    if (isContainer(opened)) {
      if (Array.isArray(opened)) for (const child of opened) visit(child, path, depth + 1);
      else {
        for (const [key, child] of Object.entries(opened)) visit(child, `${path}.${key}`, depth + 1);
      }
      return;
    }
    if (opened === undefined || opened === "" || opened === covered) return;
    const text = scalarText(opened).slice(0, mostIndexed.characters);
    const sortable = isNumber(opened) ? sortableNumber(opened) : sortableText(text);
    values.push({ path, text, sortable });
  };
  visit(withoutBytes(value), root, 0);
  return values;
}

/** A text, a number, `true`, `false` or `null` as it is written. */
function scalarText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : (stringifyJson(value) ?? "");
}
