/**
 * Whether a text is JSON, by its beginning: it may be cut, or still growing. A sentence that contains a number isn't.
 */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:[{["]|(?:true|false|null|-?\d[\d.eE+-]*|-?Infinity|NaN)\s*$)/.test(text);
}

/** In characters: how much of a text is checked. */
const longest = 20_000;

const signs = [
  /^#{1,6} \S/m,
  /^ {0,3}(?:[-*+]|\d{1,3}\.) \S/m,
  /^> /m,
  /^```/m,
  /^\|.*\|\s*$/m,
  /\*\*[^*\s][^*\n]*\*\*/,
  /`[^`\n]+`/,
  /\[[^[\]\n]+\]\([^()\s]+\)/,
];

/** Whether a text may be Markdown: enough to offer it, never to draw it without a request. JSON is not. */
export function looksLikeMarkdown(text: string): boolean {
  const beginning = text.slice(0, longest);
  return !/^\s*(?:\{|\[\s*["{[\d\]])/.test(beginning) && signs.some((sign) => sign.test(beginning));
}
