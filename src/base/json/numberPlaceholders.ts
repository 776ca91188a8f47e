/**
 * Replaces a number in a text while `JSON.parse` or `JSON.stringify` work on it. It is random, so that no app's text
 * can begin with it. U+0000 comes first because hardly any text contains it.
 */
const prefix = `\u0000${Math.random().toString(36).slice(2)}:`;

/** The string that represents a number. @param number as JSON or Python write it */
export function placeholderOf(number: string): string {
  return prefix + number;
}

/** The number that a string represents, if any. */
export function numberOf(text: string): string | undefined {
  return text.charCodeAt(0) === 0 && text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
