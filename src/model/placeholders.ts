import { isContainer } from "#base/json/exactNumber.ts";

/**
 * What the SDK's hook `pii` writes in place of an email address and the like. With a session it has a long number that
 * each process makes up anew: `<EMAIL_278933550805799498549432331018903549834_1>`.
 */
const numberedPlaceholder = /<([A-Z][A-Z_]{0,40})_\d{10,39}_(\d{1,9})>/g;
/** The end of a text that may be the beginning of one. */
const unfinishedPlaceholder = /<(?:[A-Z][A-Z_]{0,40}(?:(?<=_)\d{1,39}(?:_\d{0,9})?)?)?$/;
/** In characters. No unfinished placeholder is longer. */
const maxPlaceholderLength = 100;
/** Values that are nested more deeply stay as they are. */
const maxDepth = 200;

/** A text in which a placeholder is the same in every run: `<EMAIL_1>`. */
export function shortPlaceholders(text: string): string {
  return text.includes("<") ? text.replace(numberedPlaceholder, "<$1_$2>") : text;
}

/** Shortens the placeholders in all texts of a value. One without long placeholders is returned unchanged. */
export function withShortPlaceholders<T>(value: T): T {
  return shortened(value, 0) as T;
}

/** The index at which a placeholder begins that isn't complete; the length of the text when there is none. */
export function endOfWholePlaceholders(text: string): number {
  const from = Math.max(0, text.length - maxPlaceholderLength);
  const found = unfinishedPlaceholder.exec(text.slice(from));
  return found ? from + found.index : text.length;
}

function shortened(value: unknown, depth: number): unknown {
  if (typeof value === "string") return shortPlaceholders(value);
  if (!isContainer(value) || depth === maxDepth) return value;
  let isNew = false;
  const entries = Object.entries(value).map(([key, each]: [string, unknown]): [string, unknown] => {
    const short = shortened(each, depth + 1);
    isNew ||= short !== each;
    return [key, short];
  });
  if (!isNew) return value;
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
