/** White space, line breaks, and invisible characters that reorder the text around them. */
const spaces = /[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

const halfOfAPair = /[\ud800-\udbff]$/;

/** A text of others as one line that doesn't affect the text around it. @param maxLength in characters */
export function oneLine(text: string, maxLength = Infinity): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength).replace(halfOfAPair, "")}…` : text;
  return cut.replace(spaces, " ").trim();
}

/** The beginning of a longer text, with `…` as its last character. @param maxLength in characters */
export function shortened(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1).replace(halfOfAPair, "")}…` : text;
}

/** The text with a full stop, unless it ends like a sentence. */
export function withFullStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
