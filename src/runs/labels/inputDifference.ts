import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { isUuid } from "#base/uuid.ts";
import { rowText } from "./runLabel.ts";

/** How many values of an input are read, and how many of one object or list. */
const maxValues = 200;
const maxChildren = 50;
/** In characters: a longer value has no room in a row. */
const maxValueLength = 24;

/** How many inputs decide which value is named; there may be any number. */
const maxComparedInputs = 50;

/** Names of values that may be secrets. */
const secretName = /pass|secret|token|key|auth|cookie|credential/i;

/**
 * The value that tells most of these inputs apart, with its name: *amount 480*.
 *
 * @returns the words for each input, `undefined` for one without the value; `undefined` if there is no such value
 */
export function inputDifference(inputs: readonly unknown[]): (string | undefined)[] | undefined {
  const values = inputs.map(valuesOf);
  const compared = values.slice(0, maxComparedInputs);
  let best: string | undefined;
  let distinct = 1;
  for (const path of new Set(compared.flatMap((each) => [...each.keys()]))) {
    const different = new Set(compared.map((each) => each.get(path))).size;
    if (different > distinct) [best, distinct] = [path, different];
  }
  return best === undefined ? undefined : values.map((each) => each.get(best));
}

/** Cached for each input, because rows are drawn often. Inputs never change. */
const valuesCache = new WeakMap<object, Map<string, string>>();

function valuesOf(input: unknown): Map<string, string> {
  if (!isContainer(input)) return shownValues(input);
  const values = valuesCache.get(input) ?? shownValues(input);
  valuesCache.set(input, values);
  return values;
}

interface NamedValue {
  value: unknown;
  path: string;
  /** The name of its field, or of the field of its list. */
  name: string;
}

/** The short values of an input with their names, by their paths, the outer ones first. */
function shownValues(input: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const queue: NamedValue[] = [{ value: input, path: "", name: "" }];
  for (let at = 0; at < queue.length && at < maxValues; at++) {
    const current = queue[at] as NamedValue;
    if (isContainer(current.value)) queue.push(...valuesIn(current.value, current));
    else {
      const text = shownText(current.value);
      if (text !== undefined) found.set(current.path, `${current.name} ${text}`.trim());
    }
  }
  return found;
}

function valuesIn(value: object, { path, name }: NamedValue): NamedValue[] {
  if (Array.isArray(value))
    return value.slice(0, maxChildren).map((each: unknown, at) => ({ value: each, path: `${path}/${at}`, name }));
  const fields = Object.entries(value).slice(0, maxChildren);
  return fields
    .filter(([key]) => !secretName.test(key))
    .map(([key, each]) => ({ value: each as unknown, path: `${path}/${key}`, name: rowText(key, maxValueLength) }));
}

/** A value that a row has room for. */
function shownText(value: unknown): string | undefined {
  if (typeof value === "boolean" || isNumber(value)) return String(value);
  if (typeof value !== "string" || value.length > maxValueLength || isUuid(value)) return undefined;
  return rowText(value) || undefined;
}
