import { ExactNumber, placeholderOf } from "./exactNumber.ts";

/**
 * `JSON.stringify` that writes numbers as they were read. @param indent spaces a level @returns `undefined` for a value
 * without a JSON form
 */
export function stringifyJson(value: object | string | number | boolean | null, indent?: number): string;
export function stringifyJson(value: unknown, indent?: number): string | undefined;
export function stringifyJson(value: unknown, indent?: number): string | undefined {
  return write(value, indent).text;
}

/** A value as one line of JSON, and whether it holds numbers that `JSON.parse` would change. */
export function exactJson(value: object): { text: string; isExact: boolean } {
  const { text = "", isExact } = write(value);
  return { text, isExact };
}

function write(value: unknown, indent?: number): { text: string | undefined; isExact: boolean } {
  // Before the numbers are looked for: it refuses a value that holds itself.
  const text = JSON.stringify(value, undefined, indent) as string | undefined;
  const numbers = exactNumbersIn(value);
  const others = new Set(numbers.filter(({ isJson }) => !isJson).map((number) => number.text));
  return { text: others.size > 0 ? withOthers(value, others, indent) : text, isExact: numbers.length > 0 };
}

/**
 * All exact numbers in a value. For 2,000 events it takes 0.4 ms beside 1.5 ms of writing; a replacer that would find
 * them while writing takes 1.5 ms.
 */
function exactNumbersIn(value: unknown): ExactNumber[] {
  const found: ExactNumber[] = [];
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (next instanceof ExactNumber) found.push(next);
    else if (typeof next === "object" && next !== null) {
      for (const each of Object.values(next)) if (typeof each === "object") left.push(each);
    }
  }
  return found;
}

/** Writes a value with numbers that JSON doesn't have: `NaN`, `Infinity`, `-Infinity`. */
function withOthers(value: unknown, others: ReadonlySet<string>, indent: number | undefined): string | undefined {
  // What `toJSON` made of the number has arrived here; the number itself is in what holds it.
  function replace(this: Readonly<Record<string, unknown>>, key: string, written: unknown): unknown {
    const held = this[key];
    return held instanceof ExactNumber && !held.isJson ? placeholderOf(held.text) : written;
  }
  let text = JSON.stringify(value, replace, indent) as string | undefined;
  for (const other of others) text = text?.replaceAll(JSON.stringify(placeholderOf(other)), other);
  return text;
}
