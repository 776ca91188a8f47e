/** Characters that move the cursor, change colors or the direction of text, and all other control characters. */
const unsafe = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text of others as a terminal may show it. A run's texts are written by models and tools: a control character in
 * them could write anywhere on the screen, or into the clipboard.
 */
export function plainText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(unsafe, "");
}

/** JSON in which every control character is escaped. `JSON.stringify` escapes only those below a space. */
export function plainJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
