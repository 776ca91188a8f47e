/** White space, line breaks, and invisible characters that reorder the text around them. */
const spaces = /[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** A text of others as one line that doesn't affect the text around it. @param longest in characters */
export function oneLine(text: string, longest = Infinity): string {
  const halfOfAPair = /[\ud800-\udbff]$/;
  const cut = text.length > longest ? `${text.slice(0, longest).replace(halfOfAPair, "")}…` : text;
  return cut.replace(spaces, " ").trim();
}

/** The text with a full stop, unless it ends like a sentence. */
export function withFullStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
