/**
 * What stands in a text for a number while `JSON.parse` or `JSON.stringify` work on it. Random, so that no app's text
 * can begin with it; U+0000 comes first because hardly any text does.
 */
const prefix = `\u0000${Math.random().toString(36).slice(2)}:`;

/** The string that stands for a number. @param number as JSON or Python write it */
export function markOf(number: string): string {
  return prefix + number;
}

/** The number that a string stands for, if it does. */
export function markedNumber(text: string): string | undefined {
  return text.charCodeAt(0) === 0 && text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
