import { type NumberWriter, placeholderOf, writingNumbers } from "./exactNumber.ts";

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

function write(value: unknown, indent = 0): { text: string | undefined; isExact: boolean } {
  let words: Set<string> | undefined;
  let isExact = false;
  const writer: NumberWriter = (number) => {
    isExact = true;
    if (number.isJson) return undefined;
    (words ??= new Set()).add(number.text);
    return placeholderOf(number.text);
  };
  let text = writingNumbers(writer, () => JSON.stringify(value, undefined, indent) as string | undefined);
  for (const word of words ?? []) text = text?.replaceAll(JSON.stringify(placeholderOf(word)), word);
  return { text, isExact };
}
