/** Replaces a number while JSON is read or written. Random, so that no app's text can begin with it. */
const prefix = `\u0000${Math.random().toString(36).slice(2)}:`;

/** The string that represents a number. @param number as JSON or Python write it */
export function placeholderOf(number: string): string {
  return prefix + number;
}

/** The number that a string represents, if any. */
export function numberOf(text: string): string | undefined {
  return text.charCodeAt(0) === 0 && text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
